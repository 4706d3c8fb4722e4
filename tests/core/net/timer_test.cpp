// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/timer.h"

#include <catch2/catch.hpp>
#include <optional>
#include <thread>

using namespace switchyard;
using namespace std::chrono_literals;

TEST_CASE("whatIsDueIsNotDoneOnceItWasCalledOff") {
  Loop loop;
  std::optional<Timer> one(loop), other(loop);
  Timer end(loop);
  int done = 0;
  // Both times have come when Asio looks, so that it has both handlers in hand; whichever it calls first
  // calls the other one off.
  SECTION("because it was cancelled") {
    one->after(1ms, [&] { ++done, other->cancel(); });
    other->after(1ms, [&] { ++done, one->cancel(); });
  }
  SECTION("because its owner has ended") {
    one->after(1ms, [&] { ++done, other.reset(); });
    other->after(1ms, [&] { ++done, one.reset(); });
  }
  SECTION("because something else is to be done") {
    one->after(1ms, [&] { ++done, other->after(1h, [] {}); });
    other->after(1ms, [&] { ++done, one->after(1h, [] {}); });
  }
  loop.post([] { std::this_thread::sleep_for(10ms); });
  end.after(50ms, [&] { loop.stop(); });
  loop.run();
  CHECK(done == 1);
}

TEST_CASE("whatIsDoneAgainAndAgainMayEndItself") {
  Loop loop;
  std::optional<Timer> often(loop);
  Timer end(loop);
  int done = 0;
  const bool cancels = GENERATE(true, false);
  often->every(1ms, [&] {
    if (++done < 3) return;
    cancels ? often->cancel() : often.reset();
    end.after(20ms, [&] { loop.stop(); });
  });
  loop.run();
  CHECK(done == 3);
}
