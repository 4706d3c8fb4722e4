// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <cstdint>
#include <unordered_map>

namespace switchyard {

/// Calls that each connection carried within the last second.
class RecentTraffic {
 public:
  RecentTraffic(const World& world, std::int64_t time);
  int calls(const Connection& connection) const;

 private:
  std::unordered_map<std::uint64_t, int> calls_;
};

/// How many calls a dot must stand for, so that no more than about 300 dots a second set out: 1, 2, 4, 5, 10,
/// 20, 40, 50, 100 … The present figure is kept while it will do, so that the picture does not flicker.
int callsPerDot(double rate, int present = 1);
/// Calls a second, as clients and servers tell; the greater of the two, because strangers do not tell.
double callRate(const World& world, std::int64_t time);
/// Is this call the one among `calls_per_dot` that is drawn? Of the consecutive calls of a client, exactly
/// every calls_per_dot-th is.
bool isDrawn(CallId call, int calls_per_dot);

}  // namespace switchyard
