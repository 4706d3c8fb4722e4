// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenario/twin.h"

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

/// Whether each of `ports` may be moved by `shift`; the first that may not is added to `taken`.
Result<bool> areFree(const std::set<std::uint16_t>& ports, int shift, std::set<int>& taken) {
  for (const int port : ports) {
    const int shifted = port + shift;
    const auto to = static_cast<std::uint16_t>(shifted);
    const bool exists = shifted <= std::numeric_limits<std::uint16_t>::max() && !ports.contains(to);
    const auto free = exists ? portIsFree(Endpoint::loopback(to)) : Result(false);
    if (!free) return free.error();
    if (*free) continue;
    taken.insert(shifted);
    return false;
  }
  return true;
}

}  // namespace

Result<Scenario> twinOf(const Scenario& scenario) {
  auto original = scenario;
  std::set<std::uint16_t> ports;
  forEachPort(original, [&](Endpoint& address) { ports.insert(address.port); });
  std::set<int> taken;
  for (int shift = kStep; shift <= kStep * kTries; shift += kStep) {
    const auto free = areFree(ports, shift, taken);
    if (!free) return free.error();
    if (!*free) continue;
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
