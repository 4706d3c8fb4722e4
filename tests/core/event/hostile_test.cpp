// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hostile_events.h"

#include <catch2/catch.hpp>
#include <random>

using namespace switchyard;

TEST_CASE("a World bears any events, and its counts fit together whatever it was told") {
  const bool narrowed = GENERATE(true, true, true, false);
  std::mt19937_64 random(narrowed);
  for (int round = 0; round < 40; ++round) {
    World world;
    for (int i = 0; i < 3000; ++i) {
      Event event;
      auto* bytes = reinterpret_cast<unsigned char*>(&event);
      for (std::size_t at = 0; at < sizeof event; ++at) bytes[at] = static_cast<unsigned char>(random());
      if (narrowed) hostile::narrow(event);
      world.apply(event);
    }
    hostile::check(world);
    if (narrowed) CHECK((World(world) == world));
    CHECK(world.version() == 3000);
  }
}
