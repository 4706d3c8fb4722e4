// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/layout/fingerprint.h"

#include <bit>
#include <functional>

namespace switchyard {
namespace {

class Digest {
 public:
  template <typename... Values>
  void add(Values... values) {
    ((value_ = (value_ ^ static_cast<std::uint64_t>(values)) * kPrime), ...);
  }
  std::uint64_t value() const { return value_; }

 private:
  static constexpr std::uint64_t kPrime = 0x100000001B3;  // FNV-1a
  std::uint64_t value_ = 0xCBF29CE484222325;
};

void addNode(Digest& digest, const Node& node) {
  digest.add(node.id, node.state, node.cause, node.cause_detail, node.state_since);
}

void addBehaviour(Digest& digest, const Behaviour& behaviour) {
  digest.add(behaviour.latency, behaviour.jitter, std::bit_cast<std::uint64_t>(behaviour.fail),
             behaviour.exclusion);
}

}  // namespace

std::uint64_t fingerprintOf(const World& world, const CanvasLayout& layout, std::int64_t time) {
  constexpr std::int64_t kFadeStep = 200'000'000;
  Digest digest;
  for (const auto& client : world.clients()) {
    addNode(digest, client);
    digest.add(client.sent, client.ok, client.failed, client.last_latency, client.connections,
               client.forwarded, client.handled);
  }
  for (const auto& server : world.servers()) {
    addNode(digest, server);
    digest.add(server.received, server.in_flight, server.weight, server.connections, server.latency.count(),
               server.forwarded, server.ok_at_clients);
    addBehaviour(digest, server.behaviour);
  }
  for (const auto& balancer : world.balancers()) {
    addNode(digest, balancer);
    digest.add(balancer.mode, std::hash<std::string>()(balancer.algorithm), balancer.picks,
               balancer.failed_picks, balancer.lastPick(), balancer.downstream, balancer.upstream);
  }
  for (const auto& line : layout.lines) {
    digest.add(line.balancer, line.first, line.server, line.connections, line.client.node, line.calls);
    if (line.closed_at != 0) digest.add((time - line.closed_at) / kFadeStep);
  }
  digest.add(layout.cards.size(), layout.lines.size());
  return digest.value();
}

}  // namespace switchyard
