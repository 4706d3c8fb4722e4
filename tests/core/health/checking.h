// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/check.h"
#include "tests/core/health/peer.h"
#include "tests/support/loop_until.h"

#include <vector>

namespace switchyard::health {

using namespace std::chrono_literals;

/// Quick, and decided by one check.
inline Plan planTo(const Endpoint& address) {
  Plan plan;
  plan.address = address;
  plan.rise = plan.fall = 1;
  plan.every = plan.every_while_turning = plan.every_while_down = 5ms;
  plan.connect_within = plan.answer_within = 5s;
  return plan;
}

/// A check and what it told.
struct Checking {
  static constexpr NodeId kBalancer = 7;
  static constexpr NodeId kServer = 3;

  explicit Checking(Loop& on, Plan plan)
      : loop(on), check(on, kBalancer, kServer, std::move(plan), [this] { ++news; }) {}

  bool comesUp() {
    check.start(0ms);
    return loopUntil(loop, [this] { return news > 0 && check.level().up(); });
  }
  bool goesDown() {
    check.start(0ms);
    return loopUntil(loop, [this] { return !check.level().up(); });
  }

  Loop& loop;
  int news = 0;
  Check check;
};

}  // namespace switchyard::health
