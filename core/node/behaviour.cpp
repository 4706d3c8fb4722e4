// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/behaviour.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace switchyard::node {

void Behaviour::set(const Spec& spec) {
  latency_us_.store(spec.latency.count(), std::memory_order_relaxed);
  jitter_us_.store(spec.jitter.count(), std::memory_order_relaxed);
  failing_.store(static_cast<std::uint64_t>(std::llround(spec.fail * kWhole)), std::memory_order_relaxed);
}

Behaviour::Treatment Behaviour::next() {
  auto delay = latency_us_.load(std::memory_order_relaxed);
  if (const auto jitter = jitter_us_.load(std::memory_order_relaxed); jitter > 0) {
    thread_local std::minstd_rand random{std::random_device{}()};
    delay += std::uniform_int_distribution<std::int64_t>(-jitter, jitter)(random);
  }
  const auto failing = failing_.load(std::memory_order_relaxed);
  const auto before = calls_.fetch_add(1, std::memory_order_relaxed);
  const bool fail = (before + 1) * failing / kWhole != before * failing / kWhole;
  return {std::chrono::microseconds(std::max<std::int64_t>(delay, 0)), fail};
}

}  // namespace switchyard::node
