// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace switchyard::node {

/// How a server treats its calls. May be changed while calls arrive; thread-safe.
class Behaviour {
 public:
  struct Spec {
    std::chrono::microseconds latency{0};
    std::chrono::microseconds jitter{0};  ///< uniform, ± around latency, never below zero
    double fail = 0;                      ///< share of calls answered UNAVAILABLE, 0 to 1
  };
  struct Treatment {
    std::chrono::microseconds delay;
    bool fail;
  };

  explicit Behaviour(const Spec& spec) { set(spec); }
  void set(const Spec& spec);

  /// For the next call. Failures are spread evenly and exactly: at 20 % every fifth call fails, so 100 calls
  /// have 20.
  Treatment next();

 private:
  static constexpr std::uint64_t kWhole = 1'000'000;
  std::atomic<std::int64_t> latency_us_{0};
  std::atomic<std::int64_t> jitter_us_{0};
  std::atomic<std::uint64_t> failing_{0};  ///< of kWhole calls
  std::atomic<std::uint64_t> calls_{0};
};

}  // namespace switchyard::node
