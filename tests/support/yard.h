// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/scene.h"

#include <string>
#include <vector>

namespace switchyard {

/// One balancer, four servers and some clients, each with one connection.
struct Yard {
  explicit Yard(int number, Mode mode = Mode::tcp) : scene(mode) {
    balancer = scene.addBalancer("lb_grpc", 8443);
    for (int i = 0; i < 4; ++i)
      servers.push_back(
          scene.addServer("srv0" + std::to_string(i + 1), static_cast<std::uint16_t>(50'051 + i), balancer));
    for (int i = 0; i < number; ++i) {
      clients.push_back(scene.addClient("client" + std::to_string(i + 1), balancer));
      connections.push_back(scene.connect(clients.back(), balancer, serverOf(i)));
    }
    scene.wait(500 * Scene::kMs);
  }

  NodeId serverOf(int client) const { return servers[static_cast<std::size_t>(client) % servers.size()]; }
  /// The next client in turn calls.
  void call(std::uint8_t status = 0) {
    const auto client = next_++ % clients.size();
    scene.call(clients[client], serverOf(static_cast<int>(client)), connections[client], status);
  }

  Scene scene;
  NodeId balancer = 0;
  std::vector<NodeId> servers, clients;
  std::vector<ConnectionId> connections;

 private:
  std::size_t next_ = 0;
};

}  // namespace switchyard
