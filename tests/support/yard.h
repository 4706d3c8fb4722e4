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
    const auto server = serverOf(static_cast<int>(client));
    const auto id = scene.begin(clients[client]);
    const auto connection = connections[client];
    if (scene.mode() == Mode::http) scene.route(balancer, id, connection, connection, server);
    scene.receive(id, server, connection);
    scene.answer(id, server, status);
    scene.end(id, status);
  }
  /// A call that takes 3 ms and of which all three witnesses tell. In mode tcp a client's server is its own.
  void callBy(std::size_t client, std::size_t server) {
    const auto id = scene.begin(clients[client]);
    const auto down = connections[client];
    scene.wait(Scene::kMs);
    if (scene.mode() == Mode::tcp) {
      scene.countStreams(balancer, down, scene.world().connection(balancer, down)->streams + 1);
    } else {
      scene.pick(balancer, id, down, servers[server]);
      scene.route(balancer, id, down, connections[server], servers[server]);
    }
    scene.receive(id, servers[server], connections[server]);
    scene.wait(Scene::kMs);
    scene.answer(id, servers[server]);
    scene.wait(Scene::kMs);
    scene.endFrom(id, servers[server]);
  }

  /// Mode http: a call of which each hop took its own time, with all that the balancer compared.
  CallId tracedCall(std::size_t client, std::size_t server) {
    const auto id = scene.begin(clients[client]);
    const auto down = connections[client];
    scene.wait(Scene::kMs / 4);
    scene.pick(balancer, id, down, servers[server], compared(server));
    scene.route(balancer, id, down, connections[server], servers[server]);
    scene.wait(Scene::kMs / 4);
    scene.receive(id, servers[server], connections[server]);
    scene.wait(3 * Scene::kMs);
    scene.answer(id, servers[server]);
    scene.wait(Scene::kMs / 2);
    scene.endFrom(id, servers[server]);
    return id;
  }

  Scene scene;
  NodeId balancer = 0;
  std::vector<NodeId> servers, clients;
  std::vector<ConnectionId> connections;

 private:
  /// All servers; the greatest claim is the chosen one's.
  std::vector<Decision::Candidate> compared(std::size_t chosen) const {
    std::vector<Decision::Candidate> candidates;
    for (std::size_t i = 0; i < servers.size(); ++i)
      candidates.push_back({servers[i], Exclusion::none, 1,
                            static_cast<float>((i + servers.size() - 1 - chosen) % servers.size())});
    return candidates;
  }

  std::size_t next_ = 0;
};

}  // namespace switchyard
