// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/series.h"

#include <algorithm>

namespace switchyard {
namespace {

std::int64_t stepsIn(std::int64_t window) {
  return std::max<std::int64_t>(window / Series::kStep, 1);
}

}  // namespace

void Series::add(std::int64_t at) {
  const auto bucket = at / kStep;
  if (buckets_.empty()) first_ = bucket;
  if (bucket < first_) {
    // Threads of a node write a little out of order; ten minutes late is counted in the totals, not drawn.
    const auto missing = static_cast<std::uint64_t>(first_ - bucket);
    if (missing > kBuckets - std::min(kBuckets, buckets_.size())) return;
    buckets_.insert(buckets_.begin(), missing, 0);
    first_ = bucket;
  }
  auto index = static_cast<std::uint64_t>(bucket - first_);
  if (index >= buckets_.size() + kBuckets) {  // a gap longer than the memory
    buckets_.clear();
    first_ = bucket;
    index = 0;
  }
  if (index >= buckets_.size()) buckets_.resize(index + 1);
  ++buckets_[index];
  if (buckets_.size() <= kBuckets) return;
  const auto old = static_cast<std::ptrdiff_t>(buckets_.size() - kBuckets);
  buckets_.erase(buckets_.begin(), buckets_.begin() + old);
  first_ += old;
}

std::uint64_t Series::count(std::int64_t at, std::int64_t window) const {
  const auto last = at / kStep;
  std::uint64_t calls = 0;
  for (auto bucket = std::max(last - stepsIn(window) + 1, first_); bucket <= last; ++bucket) {
    const auto index = static_cast<std::uint64_t>(bucket - first_);
    if (index >= buckets_.size()) break;
    calls += buckets_[index];
  }
  return calls;
}

double Series::rate(std::int64_t at, std::int64_t window) const {
  return static_cast<double>(count(at, window)) * 1e9 / static_cast<double>(stepsIn(window) * kStep);
}

}  // namespace switchyard
