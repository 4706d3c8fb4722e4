// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/behaviour.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace switchyard::node;
using namespace std::chrono_literals;

namespace {

int failuresOf(Behaviour& behaviour, int calls) {
  int failures = 0;
  for (int call = 0; call < calls; ++call) failures += behaviour.next().fail ? 1 : 0;
  return failures;
}

}  // namespace

TEST_CASE("exactlyTheShareFailsAndItIsSpread") {
  for (const auto share : {0.0, 0.01, 0.2, 0.33, 0.5, 1.0}) {
    Behaviour behaviour({0us, 0us, share});
    INFO(share);
    for (int hundred = 1; hundred <= 10; ++hundred)
      CHECK(failuresOf(behaviour, 100) == static_cast<int>(share * 100 + 0.5));
  }
}

TEST_CASE("latencyStaysWithinItsJitterAndUsesAllOfIt") {
  Behaviour behaviour({10ms, 2ms, 0});
  auto least = 1h / 1us * 1us;
  auto most = 0us;
  for (int call = 0; call < 10'000; ++call) {
    const auto delay = behaviour.next().delay;
    least = std::min(least, decltype(least)(delay));
    most = std::max(most, delay);
  }
  CHECK(least >= 8ms);
  CHECK(least < 8100us);
  CHECK(most <= 12ms);
  CHECK(most > 11900us);
}

TEST_CASE("moreJitterThanLatencyIsNotNegative") {
  Behaviour behaviour({1ms, 5ms, 0});
  for (int call = 0; call < 1000; ++call) CHECK(behaviour.next().delay >= 0us);
}

TEST_CASE("behaviourChangesWhileCallsArrive") {
  Behaviour behaviour({});
  CHECK(failuresOf(behaviour, 10) == 0);
  behaviour.set({3ms, 0us, 1});
  const auto treatment = behaviour.next();
  CHECK(treatment.fail);
  CHECK(treatment.delay == 3ms);
}
