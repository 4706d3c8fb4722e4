// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/world.h"

#include <algorithm>

namespace switchyard {

void World::apply(const Event& event) {
  ++version_;
  if (!isWellFormed(event)) return;
  now_ = std::max(now_, event.at);
  if (began_ == 0) began_ = event.at;
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
    case Kind::behaviour_changed:
      return changeBehaviour(event);
    case Kind::rate_changed:
      return changeRate(event);
    case Kind::commanded:
      return addCommand(event);
    case Kind::healed:
      last_heal_ = {event.at, event.count.value};
      return;
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
      return countDropped(event);
    case Kind::check_opened:
      return kernel_.checkOpened(event.opened);
    case Kind::check_closed:
      return kernel_.checkClosed(event.opened);
    case Kind::socket_seen:
      return kernel_.seen(event.socket);
    case Kind::socket_gone:
      return kernel_.gone(event.socket);
    case Kind::sockets_sampled:
      return kernel_.compare(connections_.all(), balancers_, servers_);
    case Kind::http2_counted:
      return countHttp2(event);
    case Kind::connection_owner:
      return owned(event);
  }
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
