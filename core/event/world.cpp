// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/world.h"

#include <algorithm>

namespace switchyard {

void World::apply(const Event& event) {
  now_ = std::max(now_, event.at);
  if (began_ == 0) began_ = event.at;
  ++version_;
  switch (event.kind) {
    case Kind::text:
      return define(event);
    case Kind::node_added:
      return add(event);
    case Kind::node_state:
      return changeState(event);
    case Kind::weight_changed:
      return changeWeight(event);
    case Kind::policy_changed:
      return changePolicy(event);
    case Kind::problem:
      return addProblem(event);
    case Kind::mark:
      return addMark(event);
    case Kind::traffic:
      running_ = event.count.value != 0;
      return;
    case Kind::call_started:
      return callStarted(event);
    case Kind::call_ended:
      return callEnded(event);
    case Kind::call_received:
      return callReceived(event);
    case Kind::call_answered:
      return callAnswered(event);
    case Kind::connection_opened:
      return opened(event);
    case Kind::connection_joined:
      return joined(event);
    case Kind::connection_traffic:
      return traffic(event);
    case Kind::connection_closed:
      return closed(event);
    case Kind::picked:
    case Kind::decision_more:
      return picked(event);
    case Kind::streams_forwarded:
      return streams(event);
    case Kind::call_routed:
      return callRouted(event);
    case Kind::call_finished:
      return callFinished(event);
    case Kind::call_retried:
      return callRetried(event);
    case Kind::events_dropped:
      dropped_[{event.witness, event.node}] = event.count.value;
      return;
    case Kind::socket_seen:
      return socketSeen(event);
    case Kind::socket_gone:
      return socketGone(event);
    case Kind::sockets_sampled:
      return compareWithKernel();
    case Kind::connection_owner:
      return owned(event);
  }
}

Agreement World::agreement() const {
  Agreement sum;
  std::uint64_t ok = 0, failed = 0, retries = 0, handled_ours = 0, strangers = 0;
  bool any_killed = false;
  std::map<std::string, std::uint64_t> said_by_clients;
  for (const auto& client : clients_) {
    sum.clients_sent += client.sent;
    ok += client.ok;
    failed += client.failed + client.lost;
    if (client.in_flight > 0) sum.at_rest = false;
    for (const auto& [server, calls] : client.by_server) said_by_clients[server] += calls;
  }
  for (const auto& balancer : balancers_) {
    sum.balancer_forwarded += balancer.forwarded;
    retries += balancer.retries;
  }
  for (const auto& server : servers_) {
    sum.servers_handled += server.received;
    handled_ours += server.received - server.from_strangers;
    strangers += server.from_strangers;
    any_killed |= server.was_killed;
    if (server.in_flight > 0) sum.at_rest = false;
  }
  sum.kernel = kernel_matches_;
  sum.kernel_connections = kernel_found_;
  sum.board_connections = kernel_expected_;
  if (!sum.at_rest) return sum;

  const auto attempts = sum.clients_sent + retries;
  bool fits = handled_ours <= attempts;
  if (!any_killed) {
    fits &= handled_ours >= ok;
    fits &= attempts - std::min(attempts, handled_ours) <= failed + retries;
  }
  for (const auto& server : servers_) {
    if (server.was_killed || !server.built_in) continue;
    const auto said = said_by_clients[server.name];
    fits &= server.ok >= said;
    fits &= server.ok <= said + failed + retries + server.from_strangers;
  }
  if (sum.balancer_forwarded > 0 || handled_ours > 0) {
    fits &= sum.balancer_forwarded + strangers >= sum.servers_handled;
    if (!any_killed && strangers == 0)
      fits &= sum.balancer_forwarded <= sum.servers_handled + failed + retries;
  }
  sum.calls = fits;
  return sum;
}

std::uint64_t World::droppedEvents() const {
  std::uint64_t sum = 0;
  for (const auto& [writer, total] : dropped_) sum += total;
  return sum;
}

double World::fairness() const {
  double sum = 0, squares = 0;
  std::size_t count = 0;
  for (const auto& server : servers_) {
    if (server.state == NodeState::removed) continue;
    const auto calls = static_cast<double>(server.received);
    sum += calls;
    squares += calls * calls;
    ++count;
  }
  return squares == 0 ? 1.0 : sum * sum / (static_cast<double>(count) * squares);
}

}  // namespace switchyard
