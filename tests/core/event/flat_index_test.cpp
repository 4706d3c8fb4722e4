// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/flat_index.h"

#include <catch2/catch.hpp>
#include <random>
#include <unordered_map>

using switchyard::FlatIndex;

TEST_CASE("an index does what a map does, whatever comes and goes") {
  const auto spread = GENERATE(std::uint64_t{40}, std::uint64_t{1000}, ~std::uint64_t{0} - 1);
  std::mt19937_64 random(spread);
  FlatIndex index;
  std::unordered_map<std::uint64_t, std::uint64_t> map;
  for (std::uint64_t step = 0; step < 20'000; ++step) {
    const auto key = random() % spread + 1;
    switch (random() % 3) {
      case 0:
        index.set(key, step);
        map[key] = step;
        break;
      case 1:
        index.erase(key);
        map.erase(key);
        break;
      case 2: {
        const auto known = map.find(key);
        const auto found = index.find(key);
        REQUIRE(found.has_value() == (known != map.end()));
        if (found) REQUIRE(*found == known->second);
      }
    }
    REQUIRE(index.size() == map.size());
  }
  for (const auto& [key, value] : map) REQUIRE(index.find(key) == value);
}

TEST_CASE("zero is no key") {
  FlatIndex index;
  CHECK_FALSE(index.find(0));
  index.erase(0);
  index.set(1, 1);
  CHECK_FALSE(index.find(0));
}
