// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <tuple>

namespace switchyard {

/// Latencies in log-linear buckets: 16 per power of two, so a quantile is within 1/16 of the exact value.
/// Values are nanoseconds, 0 to about 18 minutes; greater ones count as the greatest. Fixed memory.
class Histogram {
 public:
  void add(std::int64_t nanoseconds);
  std::uint64_t count() const { return count_; }
  /// The value below which `share` (0 to 1) of all values lie, in nanoseconds; 0 when empty.
  std::int64_t quantile(double share) const;
  double mean() const { return count_ == 0 ? 0.0 : sum_ / static_cast<double>(count_); }

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.buckets_, self.count_, self.sum_);
  }
  friend bool operator==(const Histogram&, const Histogram&) = default;

 private:
  static constexpr int kSteps = 16;
  static constexpr int kPowers = 37;
  std::array<std::uint32_t, (kPowers + 1) * kSteps> buckets_{};
  std::uint64_t count_ = 0;
  double sum_ = 0;
};

}  // namespace switchyard
