// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>

namespace switchyard::hostile {

/// What holds of any World; ends the program where it does not, so that a fuzzer and a test both see it.
inline void require(bool holds) {
  if (!holds) std::abort();
}

/// Few members, connections, calls and ends, so that the words of different witnesses meet.
inline void narrow(Event& event) {
  constexpr auto kKinds = static_cast<std::uint8_t>(Kind::healed) + 1;
  event.kind = static_cast<Kind>(static_cast<std::uint8_t>(event.kind) % kKinds);
  event.witness = static_cast<Witness>(static_cast<std::uint8_t>(event.witness) % 5);
  event.node %= 6;
  event.at = 1 + (event.at & 0xFFFF'FFFF);
  const auto end = [](Endpoint& endpoint) { endpoint = Endpoint::loopback(endpoint.port % 8); };
  switch (event.kind) {
    case Kind::text:
      event.text.id %= 4;
      event.text.length %= TextPart::capacity + 1;
      break;
    case Kind::node_added:
      event.added.role = static_cast<Role>(static_cast<std::uint8_t>(event.added.role) % 3);
      event.added.mode = static_cast<Mode>(static_cast<std::uint8_t>(event.added.mode) % 2);
      event.added.name %= 4;
      end(event.added.address);
      event.added.balancer %= 6;
      break;
    case Kind::node_state:
      event.state.state = static_cast<NodeState>(static_cast<std::uint8_t>(event.state.state) % 8);
      event.state.cause = static_cast<Cause>(static_cast<std::uint8_t>(event.state.cause) % 10);
      event.state.pid %= 2;
      break;
    case Kind::call_started:
    case Kind::call_ended:
    case Kind::call_received:
    case Kind::call_answered:
    case Kind::call_routed:
    case Kind::call_finished:
    case Kind::call_retried:
      event.call.call &= 0x0007'8000'0000'000F;
      event.call.connection %= 8;
      event.call.upstream %= 8;
      event.call.server %= 6;
      event.call.server_text %= 4;
      end(event.call.peer);
      break;
    case Kind::connection_opened:
      event.opened.connection %= 8;
      event.opened.side = static_cast<Side>(static_cast<std::uint8_t>(event.opened.side) % 2);
      event.opened.server %= 6;
      end(event.opened.local);
      end(event.opened.remote);
      break;
    case Kind::connection_closed:
      event.closed.connection %= 8;
      event.closed.reason = CloseReason::reset;
      break;
    case Kind::connection_joined:
      event.joined.downstream %= 8;
      event.joined.upstream %= 8;
      break;
    case Kind::connection_traffic:
    case Kind::http2_counted:
    case Kind::streams_forwarded:
      event.count.connection %= 8;
      break;
    case Kind::picked:
    case Kind::decision_more:
      std::memset(event.decision.candidates, 0, sizeof event.decision.candidates);  // NaN equals nothing
      event.decision.count %= 5;
      break;
    case Kind::socket_seen:
    case Kind::socket_gone:
    case Kind::connection_owner:
      end(event.socket.local);
      end(event.socket.remote);
      break;
    default:
      break;
  }
}

inline void checkConnections(const World& world) {
  std::map<NodeId, std::uint64_t> of_client, of_server;
  std::uint64_t downstream = 0, upstream = 0, closed = 0;
  for (const auto& one : world.connections()) {
    require(world.connection(one.balancer, one.id) != nullptr);
    closed += one.open() ? 0 : 1;
    if (!one.open()) continue;
    require(world.connection(one.balancer, one.id) == &one);
    ++(one.side == Side::upstream ? upstream : downstream);
    ++(one.side == Side::upstream ? of_server[one.server] : of_client[one.client]);
  }
  require(closed < 2 * World::kMaxGhosts);
  require(downstream <= world.peakDownstream() && upstream <= world.peakUpstream());
  for (const auto& client : world.clients()) require(client.connections == of_client[client.id]);
  for (const auto& server : world.servers()) {
    require(server.connections == of_server[server.id]);
    require(server.connections <= server.peak_connections);
  }
}

inline void checkCalls(const World& world) {
  require(world.calls().size() <= World::kMaxCalls);
  for (const auto& call : world.calls()) require(world.call(call.id) == &call);
  for (const auto& client : world.clients()) {
    require(client.in_flight + client.lost <= client.sent);
    require(client.latency.count() <= client.ok + client.failed);
  }
  for (const auto& server : world.servers()) {
    require(server.in_flight + server.lost <= server.received);
    require(server.from_strangers <= server.received && server.ok_to_strangers <= server.ok);
  }
  const auto agreement = world.agreement();
  require(!agreement.complete || agreement.calls);
  require(agreement.kernel_connections <= agreement.board_connections);
  require(world.fairness() > 0 && world.fairness() <= 1.0001);
}

inline void checkDecisions(const World& world) {
  for (const auto& balancer : world.balancers()) {
    const auto& book = balancer.decisions;
    require(book.all().size() <= DecisionBook::kMost);
    require(book.complete() ? book.all().size() == balancer.picks + balancer.failed_picks
                            : book.last() != nullptr);
    for (const auto& one : book.all()) {
      require(book.candidatesOf(one).size() == one.candidates);
      require(!one.candidates || one.first + one.candidates <= book.last()->first + book.last()->candidates);
      book.algorithmOf(one);
    }
  }
}

/// What holds of a World whatever it was told.
inline void check(const World& world) {
  checkConnections(world);
  checkCalls(world);
  checkDecisions(world);
}

}  // namespace switchyard::hostile
