// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/world.h"

#include <algorithm>

namespace switchyard {

void Series::add(std::int64_t at) {
  const auto bucket = at / kStep;
  if (buckets_.empty()) first_ = bucket;
  if (bucket < first_) return;  // ten minutes late: counted in the totals, not drawn
  auto index = static_cast<std::uint64_t>(bucket - first_);
  if (index >= buckets_.size() + kBuckets) {  // a gap longer than the memory
    buckets_.clear();
    first_ = bucket;
    index = 0;
  }
  while (index >= buckets_.size()) buckets_.push_back(0);
  ++buckets_[index];
  while (buckets_.size() > kBuckets) {
    buckets_.pop_front();
    ++first_;
  }
}

double Series::rate(std::int64_t at, std::int64_t window) const {
  const auto steps = std::max<std::int64_t>(window / kStep, 1);
  const auto last = at / kStep;
  std::uint64_t calls = 0;
  for (auto bucket = std::max(last - steps + 1, first_); bucket <= last; ++bucket) {
    const auto index = static_cast<std::uint64_t>(bucket - first_);
    if (index >= buckets_.size()) break;
    calls += buckets_[index];
  }
  return static_cast<double>(calls) * 1e9 / static_cast<double>(steps * kStep);
}

}  // namespace switchyard
