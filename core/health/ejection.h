// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace switchyard::health {

/// What live traffic says of one server: errors in a row, and how long it stays ejected for them. The first
/// time as long as checks would take to bring it back (`inter` times `rise`), then longer each time, at most
/// 5 minutes; a server that stays well for as long as it was out begins anew (Envoy "outlier detection",
/// base_ejection_time). Keeps no time of its own: `now` is CLOCK_MONOTONIC in nanoseconds.
class Ejection {
 public:
  /// @param limit errors in a row that eject (HAProxy 2.6 manual §5.2 "error-limit")
  Ejection(unsigned limit, std::chrono::nanoseconds first_time) : limit_(limit), first_time_(first_time) {}

  /// True when this answer is the `limit`th error in a row, or twice that, …; also when it is the first
  /// answer after an ejection, and again an error.
  bool see(bool good) {
    if (good) [[likely]] {
      errors_ = 0;
      on_trial_ = false;
      return false;
    }
    return ++errors_ % limit_ == 0 || on_trial_;
  }

  /// Puts it out; returns for how long.
  std::chrono::nanoseconds eject(std::int64_t now);
  void readmit(std::int64_t now);
  bool ejected() const { return ejected_; }
  unsigned errors() const { return errors_; }  ///< in a row, up to now

 private:
  unsigned limit_;
  std::chrono::nanoseconds first_time_;
  unsigned errors_ = 0;
  unsigned times_ = 0;  ///< ejected, in this bad phase
  std::chrono::nanoseconds last_time_{0};
  std::int64_t back_since_ = 0;
  bool ejected_ = false;
  bool on_trial_ = false;  ///< back, and has not answered well yet
};

/// Whether a gRPC status is the server's fault, as the HTTP statuses 5xx are; else it is the client's or
/// none.
bool isServerError(std::uint8_t grpc_status);

/// Whether one more of `servers` may be ejected when `ejected` are: up to a tenth, and always one (Envoy
/// "max_ejection_percent").
bool mayEject(std::size_t servers, std::size_t ejected);

}  // namespace switchyard::health
