// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/event.h"

#include <time.h>

#include <algorithm>
#include <iterator>

namespace switchyard {
namespace {

constexpr double kGreatestRate = 1e6;  // calls a second

template <typename Enum>
bool within(Enum value, Enum last) {
  return static_cast<std::uint8_t>(value) <= static_cast<std::uint8_t>(last);
}

bool isWellFormedDecision(const Decision& decision) {
  if (decision.count > std::size(decision.candidates)) return false;
  return std::all_of(decision.candidates, decision.candidates + decision.count,
                     [](const auto& one) { return within(one.exclusion, Exclusion::backup); });
}

bool isWellFormedBehaviour(const Behaviour& behaviour) {
  return mayBeAsked(behaviour.exclusion) && behaviour.latency >= 0 && behaviour.jitter >= 0 &&
         behaviour.fail >= 0 && behaviour.fail <= 1;
}

}  // namespace

bool isWellFormed(const Event& event) {
  if (event.at <= 0 || !within(event.witness, Witness::kernel)) return false;
  switch (event.kind) {
    case Kind::text:
      return event.text.id != 0 && event.text.part < TextPart::most &&
             event.text.length <= TextPart::capacity;
    case Kind::node_added:
      return event.node != 0 && within(event.added.role, Role::server) &&
             within(event.added.mode, Mode::http);
    case Kind::node_state:
      return within(event.state.state, NodeState::removed) && within(event.state.cause, Cause::no_balancer);
    case Kind::policy_changed:
      return within(event.policy.mode, Mode::http);
    case Kind::call_started:
    case Kind::call_ended:
    case Kind::call_received:
    case Kind::call_answered:
    case Kind::call_routed:
    case Kind::call_finished:
    case Kind::call_retried:
      return event.call.call != 0;
    case Kind::connection_opened:
      return event.opened.connection != 0 && within(event.opened.side, Side::upstream);
    case Kind::connection_closed:
      return within(event.closed.reason, CloseReason::error);
    case Kind::picked:
    case Kind::decision_more:
      return isWellFormedDecision(event.decision);
    case Kind::behaviour_changed:
      return isWellFormedBehaviour(event.behaviour.behaviour);
    case Kind::rate_changed:
      return event.rate.rate >= 0 && event.rate.rate <= kGreatestRate;
    case Kind::weight_changed:
    case Kind::problem:
    case Kind::mark:
    case Kind::traffic:
    case Kind::connection_joined:
    case Kind::check_opened:
    case Kind::check_closed:
    case Kind::connection_traffic:
    case Kind::streams_forwarded:
    case Kind::events_dropped:
    case Kind::socket_seen:
    case Kind::socket_gone:
    case Kind::sockets_sampled:
    case Kind::connection_owner:
    case Kind::http2_counted:
    case Kind::commanded:
    case Kind::healed:
      return true;
  }
  return false;
}

std::int64_t monotonicNow() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

}  // namespace switchyard
