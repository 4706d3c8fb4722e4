// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/twin.h"

#include "core/net/port.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

namespace switchyard {
namespace {

constexpr int kStep = 100;  // so that :8443 and :8543, :50051 and :50151 are seen to belong together
constexpr int kTries = 20;

bool isBuiltIn(const Scenario& scenario, const config::ServerLine& line) {
  return std::any_of(scenario.servers.begin(), scenario.servers.end(),
                     [&](const ServerSpec& spec) { return spec.name == line.name && spec.built_in; });
}

void forEachPort(Scenario& scenario, const std::function<void(Endpoint& address)>& visit) {
  for (auto& frontend : scenario.config.frontends)
    for (auto& bind : frontend.binds) visit(bind.address);
  for (auto& backend : scenario.config.backends)
    for (auto& line : backend.servers) {
      if (!isBuiltIn(scenario, line)) continue;
      const bool checked_there = line.check.port == line.address.port;
      visit(line.address);
      if (checked_there) line.check.port = line.address.port;
    }
}

}  // namespace

Result<Scenario> twinOf(const Scenario& scenario) {
  auto original = scenario;
  std::set<std::uint16_t> ports;
  forEachPort(original, [&](Endpoint& address) { ports.insert(address.port); });
  std::set<int> taken;
  for (int shift = kStep; shift <= kStep * kTries; shift += kStep) {
    const auto in_the_way = [&](std::uint16_t port) {
      const int shifted = port + shift;
      const bool free = shifted <= std::numeric_limits<std::uint16_t>::max() &&
                        !ports.contains(static_cast<std::uint16_t>(shifted)) &&
                        portIsFree(Endpoint::loopback(static_cast<std::uint16_t>(shifted)));
      if (!free) taken.insert(shifted);
      return !free;
    };
    if (std::any_of(ports.begin(), ports.end(), in_the_way)) continue;
    auto twin = scenario;
    forEachPort(twin, [shift](Endpoint& address) {
      address.port = static_cast<std::uint16_t>(address.port + shift);
    });
    return twin;
  }
  return Error{"The second lane finds no free ports: from " + std::to_string(kStep) + " to " +
                   std::to_string(kStep * kTries) + " above those of '" + scenario.name +
                   "', each time one is taken or does not exist, first 127.0.0.1:" +
                   std::to_string(*taken.begin()) + ".",
               "Close what listens there, or give the file other ports."};
}

}  // namespace switchyard
