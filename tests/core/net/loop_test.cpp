// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/loop.h"

#include <catch2/catch.hpp>
#include <set>

using namespace switchyard;

namespace {

/// Has always more to do, and asks for that twice.
struct Busy final : Loop::Watcher {
  explicit Busy(Loop& on) : loop(on) {}
  void onReady(std::uint32_t) override {
    constexpr int kTurns = 10;
    turns.insert(loop.now());  // read once a turn
    if (++done == kTurns) return loop.stop();
    loop.again(*this);
    loop.again(*this);
  }
  Loop& loop;
  int done = 0;
  std::set<std::int64_t> turns;
};

}  // namespace

TEST_CASE("whoAsksTwiceForAnotherTurnHasOne") {
  Loop loop;
  Busy busy(loop);
  loop.again(busy);
  loop.run();
  CHECK(busy.turns.size() == 10);
}
