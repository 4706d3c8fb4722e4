// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/ejection.h"

#include <algorithm>

namespace switchyard::health {
namespace {

constexpr std::chrono::minutes kLongestTime{5};  // Envoy "max_ejection_time"
constexpr std::size_t kMostPercent = 10;         // Envoy's default

}  // namespace

std::chrono::nanoseconds Ejection::eject(std::int64_t now) {
  if (now - back_since_ > last_time_.count()) times_ = 0;
  ++times_;
  ejected_ = true;
  last_time_ = std::min<std::chrono::nanoseconds>(first_time_ * times_, kLongestTime);
  return last_time_;
}

void Ejection::readmit(std::int64_t now) {
  ejected_ = false;
  on_trial_ = true;
  back_since_ = now;
}

bool isServerError(std::uint8_t grpc_status) {
  // UNKNOWN, DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE, DATA_LOSS: what Envoy and grpc-gateway map to 500, 503
  // and 504. UNIMPLEMENTED, their 501, is no fault (HAProxy 2.6 manual §5.2 "observe").
  constexpr std::uint32_t kErrors = 1U << 2 | 1U << 4 | 1U << 13 | 1U << 14 | 1U << 15;
  return grpc_status < 32 && (kErrors >> grpc_status & 1) != 0;
}

bool mayEject(std::size_t servers, std::size_t ejected) {
  return ejected == 0 || (ejected + 1) * 100 <= servers * kMostPercent;
}

}  // namespace switchyard::health
