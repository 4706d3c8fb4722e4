// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/histogram.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

using switchyard::Histogram;

TEST_CASE("an empty histogram says nothing") {
  const Histogram empty;
  CHECK(empty.count() == 0);
  CHECK(empty.quantile(0.5) == 0);
  CHECK(empty.mean() == 0);
}

TEST_CASE("quantiles are within a sixteenth of a sorted list's") {
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> latencies(13, 2);  // around 0.4 ms, with a long tail
  Histogram histogram;
  std::vector<std::int64_t> sorted;
  for (int i = 0; i < 20'000; ++i) {
    sorted.push_back(static_cast<std::int64_t>(latencies(random)));
    histogram.add(sorted.back());
  }
  std::sort(sorted.begin(), sorted.end());
  for (const double share : {0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const auto rank = std::max<std::size_t>(
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size()))), 1);
    const auto exact = static_cast<double>(sorted[rank - 1]);
    CHECK(std::abs(static_cast<double>(histogram.quantile(share)) - exact) <= exact / 16 + 1);
  }
}

TEST_CASE("values beyond its range count as the ends of it") {
  Histogram histogram;
  histogram.add(-5);
  histogram.add(INT64_MAX);
  CHECK(histogram.count() == 2);
  CHECK(histogram.quantile(0) == 0);
  CHECK(histogram.quantile(1) > 17LL * 60 * 1'000'000'000);
}
