// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/motion/flight.h"

#include "core/event/event.h"
#include "ui/canvas/layout/traffic.h"

#include <algorithm>
#include <cmath>

namespace switchyard {
namespace {

struct Pace {
  std::int64_t least;
  bool true_time;  ///< a leg may take longer

  std::int64_t leg(std::int64_t real) const { return true_time ? std::max(real, least) : least; }
};

/// A stranger's call is known by its server alone: its legs are only drawn, before and after.
Flight strangersFlight(const CallRecord& call, const Pace& pace) {
  Flight flight;
  flight.began = call.received_at;
  flight.at_balancer = flight.leaves_balancer = flight.began + pace.least;
  flight.at_server = flight.at_balancer + pace.least;
  if (call.answered_at == 0) return flight;
  flight.turns = flight.at_server + (call.answered_at - call.received_at);
  flight.back_at_balancer = flight.turns + pace.least;
  flight.ended = flight.back_at_balancer + pace.least;
  return flight;
}

void flyOut(Flight& flight, const CallRecord& call, const Pace& pace, bool decides) {
  const bool received = call.received_at != 0;
  const auto half = received ? (call.received_at - call.sent_at) / 2 : 0;
  const auto to_balancer = call.routed_at != 0 ? call.routed_at - call.sent_at : half;
  flight.at_balancer = flight.began + pace.leg(to_balancer);
  if (decides && call.routed_at == 0 && !received) return;
  flight.leaves_balancer = std::max(flight.at_balancer, call.routed_at);
  const auto to_server = !received ? 0 : call.routed_at != 0 ? call.received_at - call.routed_at : half;
  flight.at_server = flight.leaves_balancer + pace.leg(to_server);
  if (received) flight.at_server = std::max(flight.at_server, call.received_at);
}

void flyBack(Flight& flight, const CallRecord& call, const Pace& pace) {
  const auto here = flight.at_server != 0 ? flight.at_server : flight.at_balancer;
  const bool answered = call.answered_at != 0 && call.received_at != 0;
  if (answered)
    flight.turns = here + std::max<std::int64_t>(call.answered_at - call.received_at, 0);
  else if (call.ended_at != 0)
    flight.turns = std::max(here, call.ended_at);
  else
    return;
  const bool known = answered && call.ended_at != 0;
  const auto half = known ? (call.ended_at - call.answered_at) / 2 : 0;
  const auto to_balancer = answered && call.finished_at != 0 ? call.finished_at - call.answered_at : half;
  const auto to_client = known && call.finished_at != 0 ? call.ended_at - call.finished_at : half;
  flight.back_at_balancer = flight.turns + pace.leg(to_balancer);
  const auto back = flight.back_at_balancer + pace.leg(to_client);
  flight.ended = call.ended_at != 0 ? back : 0;
}

Flight::Position between(Flight::Leg leg, std::int64_t from, std::int64_t to, std::int64_t time) {
  if (to <= from) return {leg, 1};
  return {leg, std::clamp(static_cast<double>(time - from) / static_cast<double>(to - from), 0.0, 1.0)};
}

}  // namespace

Flight flightOf(const CallRecord& call, double speed, bool decides) {
  const Pace pace{static_cast<std::int64_t>(std::llround(static_cast<double>(kLeastLeg) * speed)), speed < 1};
  if (call.sent_at == 0) return call.received_at == 0 ? Flight{} : strangersFlight(call, pace);
  Flight flight;
  flight.began = call.sent_at;
  flyOut(flight, call, pace, decides);
  flyBack(flight, call, pace);
  return flight;
}

Flight::Position Flight::at(std::int64_t time) const {
  if (began == 0 || time < began || (ended != 0 && time >= ended)) return {};
  if (turns != 0 && time >= turns) {
    if (at_server == 0) return between(Leg::to_client, turns, back_at_balancer, time);
    if (time < back_at_balancer) return between(Leg::from_server, turns, back_at_balancer, time);
    if (ended == 0)
      return between(Leg::to_client, back_at_balancer, back_at_balancer + (at_balancer - began), time);
    return between(Leg::to_client, back_at_balancer, ended, time);
  }
  if (time < at_balancer) return between(Leg::to_balancer, began, at_balancer, time);
  if (leaves_balancer == 0 || time < leaves_balancer) return {Leg::waits_at_balancer, 1};
  if (time < at_server) return between(Leg::to_server, leaves_balancer, at_server, time);
  return {Leg::waits_at_server, 1};
}

}  // namespace switchyard
