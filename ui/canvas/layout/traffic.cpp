// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/layout/traffic.h"

#include "ui/canvas/layout/layout.h"

#include <algorithm>
#include <array>

namespace switchyard {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr double kMostDots = 300;  // that set out in a second
constexpr double kFewDots = 100;

}  // namespace

RecentTraffic::RecentTraffic(const World& world, std::int64_t time) {
  const auto& calls = world.calls();
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    const auto began = call->beganAt();
    if (began == 0 || began > time) continue;
    if (began < time - 2 * kSecond) break;  // calls are ordered by when they were heard of, so nearly by this
    if (began < time - kSecond) continue;
    if (call->downstream != 0) ++calls_[CanvasLayout::connectionKey(call->balancer, call->downstream)];
    if (call->upstream != 0) ++calls_[CanvasLayout::connectionKey(call->balancer, call->upstream)];
  }
}

int RecentTraffic::calls(const Connection& connection) const {
  const auto found = calls_.find(CanvasLayout::connectionKey(connection.balancer, connection.id));
  return found == calls_.end() ? 0 : found->second;
}

int callsPerDot(double rate, int present) {
  constexpr std::array kSteps{1, 2, 4, 5};
  const double dots = rate / std::max(present, 1);
  if (dots <= kMostDots && (present <= 1 || dots >= kFewDots)) return std::max(present, 1);
  for (int decade = 1;; decade *= 10)
    for (const int step : kSteps)
      if (rate / (step * decade) <= kMostDots || decade >= 100'000'000) return step * decade;
}

double callRate(const World& world, std::int64_t time) {
  double servers = 0;
  for (const auto& server : world.servers()) servers += server.rate.rate(time, kSecond);
  return std::max(servers, world.rate().rate(time, kSecond));
}

bool isDrawn(CallId call, int calls_per_dot) {
  constexpr CallId kNumber = 0x7FFF'FFFF'FFFF;
  // So that the dots of clients that call at the same pace do not all set out together.
  constexpr CallId kApart = 7;
  return ((call & kNumber) + callNode(call) * kApart) % static_cast<CallId>(std::max(calls_per_dot, 1)) == 0;
}

}  // namespace switchyard
