// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

namespace switchyard {
namespace {

constexpr int kStepBits = 4;  // 16 steps a power of two

/// Values below 16 have a bucket each; above, the highest five bits of the value choose.
std::size_t bucketOf(std::uint64_t value) {
  if (value < (1U << kStepBits)) return value;
  const int shift = 63 - std::countl_zero(value) - kStepBits;
  return (static_cast<std::size_t>(shift) << kStepBits) + (value >> shift);
}

std::uint64_t lowestOf(std::size_t bucket) {
  if (bucket < (2U << kStepBits)) return bucket;
  const auto shift = (bucket >> kStepBits) - 1;
  return ((bucket & ((1U << kStepBits) - 1)) + (1U << kStepBits)) << shift;
}

}  // namespace

void Histogram::add(std::int64_t nanoseconds) {
  const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(nanoseconds, 0));
  ++buckets_[std::min(bucketOf(value), buckets_.size() - 1)];
  ++count_;
  sum_ += static_cast<double>(value);
}

std::int64_t Histogram::quantile(double share) const {
  if (count_ == 0) return 0;
  const auto rank =
      static_cast<std::uint64_t>(std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= std::max<std::uint64_t>(rank, 1)) {
      const auto low = lowestOf(bucket);
      return static_cast<std::int64_t>(low + (lowestOf(bucket + 1) - low) / 2);
    }
  }
  return static_cast<std::int64_t>(lowestOf(buckets_.size() - 1));
}

}  // namespace switchyard
