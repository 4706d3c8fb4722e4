// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/records.h"

#include <cstdint>
#include <optional>

namespace switchyard {

/// One leg of a call's way takes at least so long on the screen: out to the balancer, on to the server, and
/// both back, so 400 ms in all.
constexpr std::int64_t kLeastLeg = 100'000'000;

/// When a call's dot is where. From the call's own stamps; a leg that took less than `least` is stretched to
/// it, the waiting at the server is as long as it really was. Times in nanoseconds; 0: not known yet.
struct Flight {
  std::int64_t began = 0;  ///< leaves the client
  std::int64_t at_balancer = 0;
  std::int64_t leaves_balancer = 0;  ///< 0: waits there for a decision
  std::int64_t at_server = 0;        ///< at the server's door
  std::int64_t turns = 0;            ///< leaves the server, or turns back where it was
  std::int64_t back_at_balancer = 0;
  std::int64_t ended = 0;  ///< is back at its client

  enum class Leg { none, to_balancer, waits_at_balancer, to_server, waits_at_server, from_server, to_client };
  struct Position {
    Leg leg = Leg::none;
    double share = 0;  ///< of the leg, 0 to 1
  };
  /// Where it is at `time`; Leg::none before it began and after it ended.
  Position at(std::int64_t time) const;
};

/// @param speed   of the clock (CanvasOptions::speed). Below 1 a leg also takes all of its true time; in real
///                time a dot goes at its usual pace and waits at the door, because nobody knows yet how long
/// @param decides the balancer decides about each call (mode http), so a call that was not routed waits there
Flight flightOf(const CallRecord& call, double speed, bool decides);

}  // namespace switchyard
