// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/lab/laboratory.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <utility>

namespace switchyard::lab_test {
namespace {

template <typename Members>
bool settled(const Members& members) {
  return !members.empty() && std::all_of(members.begin(), members.end(), [](const Node& member) {
    return member.state == NodeState::ready || member.state == NodeState::failed;
  });
}

}  // namespace

std::vector<std::uint16_t> freePorts(std::size_t count) {
  std::vector<int> held;
  std::vector<std::uint16_t> ports;
  for (std::size_t i = 0; i < count; ++i) {
    held.push_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (bind(held.back(), any, size) != 0 || getsockname(held.back(), any, &size) != 0)
      throw std::runtime_error("no free port");
    ports.push_back(ntohs(address.sin_port));
  }
  for (const int fd : held) close(fd);
  return ports;
}

Scenario scenarioOn(const std::vector<std::uint16_t>& ports, const std::string& mode,
                    std::vector<ClientSpec> clients, const std::string& bind_options,
                    const std::string& server_options) {
  const std::string h2 = mode == "http" ? " proto h2" : "";
  const auto at = [](std::uint16_t port) { return " 127.0.0.1:" + std::to_string(port); };
  auto text = "defaults\n  mode " + mode +
              "\n  timeout connect 5s\n  timeout client 60s\n  timeout server 60s\n"
              "listen lb\n  bind" +
              at(ports[0]) + h2 + " " + bind_options + "\n  balance roundrobin\n";
  for (std::size_t i = 1; i < ports.size(); ++i)
    text += "  server srv" + std::to_string(i) + at(ports[i]) + h2 + " " + server_options + "\n";
  auto scenario = parseScenario(text, "test.cfg");
  if (!scenario) throw std::runtime_error(scenario.error().text());
  scenario->clients = std::move(clients);
  for (auto& client : scenario->clients) client.balancer = "lb";
  return *scenario;
}

std::vector<ClientSpec> clientsCalling(const std::vector<std::uint64_t>& calls) {
  std::vector<ClientSpec> clients;
  for (const auto count : calls) {
    clients.emplace_back().name = "client" + std::to_string(clients.size() + 1);
    clients.back().traffic.calls = count;
  }
  return clients;
}

Laboratory::Laboratory(Scenario scenario, const std::string& node_program) : buffer_(4096) {
  auto made = Lab::make(std::move(scenario), {.node_program = node_program});
  if (!made) throw std::runtime_error(made.error().text());
  lab_ = std::move(*made);
}

bool Laboratory::await(const std::function<bool()>& reached) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!reached()) {
    if (std::chrono::steady_clock::now() > until) return false;
    take(1ms);
  }
  return true;
}

void Laboratory::take(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  do {
    const auto count = lab_->events().read(buffer_);
    for (std::size_t i = 0; i < count; ++i) {
      world_.apply(buffer_[i]);
      if (tap_) tap_(buffer_[i]);
      if (buffer_[i].kind == Kind::traffic) traffic_ended_ = buffer_[i].count.value == 0;
    }
    if (count == 0) std::this_thread::sleep_for(1ms);
  } while (std::chrono::steady_clock::now() < until);
}

bool Laboratory::awaitEverybody() {
  return await(
      [&] { return settled(world_.balancers()) && settled(world_.servers()) && settled(world_.clients()); });
}

bool Laboratory::awaitEndOfTraffic() {
  return await([&] { return traffic_ended_; });
}

bool Laboratory::awaitAgreement() {
  return await([&] { return world_.agreement().complete; });
}

bool Laboratory::awaitKernel() {
  return await([&] {
    lab_->sampleKernelNow();
    take(20ms);
    const auto agreement = world_.agreement();
    return agreement.kernel && agreement.kernel_connections == agreement.board_connections;
  });
}

NodeId Laboratory::serverNamed(const std::string& name) const {
  const auto& servers = world_.servers();
  return std::find_if(servers.begin(), servers.end(), [&](const auto& one) { return one.name == name; })->id;
}

std::vector<std::uint64_t> Laboratory::callsPerServer() const {
  std::vector<std::uint64_t> calls;
  for (const auto& server : world_.servers()) calls.push_back(server.received);
  std::sort(calls.rbegin(), calls.rend());
  return calls;
}

}  // namespace switchyard::lab_test
