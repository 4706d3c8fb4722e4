// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <tuple>

namespace switchyard {

/// Calls per tenth of a second, for the last ten minutes.
class Series {
 public:
  static constexpr std::int64_t kStep = 100'000'000;  ///< nanoseconds a bucket
  static constexpr std::size_t kBuckets = 6000;

  void add(std::int64_t at);
  /// Calls in the `window` nanoseconds before `at`, in whole buckets, that of `at` included.
  std::uint64_t count(std::int64_t at, std::int64_t window) const;
  /// Calls a second around `at`, averaged over `window` nanoseconds before it.
  double rate(std::int64_t at, std::int64_t window) const;

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.buckets_, self.first_);
  }
  friend bool operator==(const Series&, const Series&) = default;

 private:
  std::deque<std::uint32_t> buckets_;
  std::int64_t first_ = 0;  ///< bucket number of buckets_.front()
};

}  // namespace switchyard
