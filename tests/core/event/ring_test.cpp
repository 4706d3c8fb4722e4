// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/ring.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

using namespace switchyard;

namespace {

Event numbered(std::int64_t number) {
  return {number, Kind::mark, Witness::lab, 0};
}

}  // namespace

TEST_CASE("nothing is read before it is published") {
  EventRing ring(8);
  std::vector<Event> out(8);
  ring.write(numbered(1));
  CHECK(ring.read(out) == 0);
  ring.publish();
  REQUIRE(ring.read(out) == 1);
  CHECK(out[0].at == 1);
}

TEST_CASE("a full ring drops the newest, counts them, and says so when there is room") {
  EventRing ring(8);
  std::vector<Event> out(16);
  for (int i = 0; i < 11; ++i) ring.write(numbered(i));
  ring.publish();
  REQUIRE(ring.read(out) == 8);
  CHECK(out[7].at == 7);
  ring.publish();
  REQUIRE(ring.read(out) == 1);
  CHECK(out[0].kind == Kind::events_dropped);
  CHECK(out[0].count.value == 3);
}

TEST_CASE("between two threads every event arrives once, in order, or is counted as dropped") {
  constexpr std::int64_t kEvents = 200'000;
  EventRing ring(1024);
  std::thread writer([&] {
    for (std::int64_t i = 1; i <= kEvents; ++i) {
      ring.write(numbered(i));
      if (i % 64 == 0) ring.publish();
      if (i % 4096 == 0) std::this_thread::yield();
    }
    ring.publish();
  });
  std::vector<Event> out(300);
  std::int64_t last = 0, got = 0;
  std::uint64_t dropped = 0;
  const auto take = [&] {
    const auto count = ring.read(out);
    for (std::size_t i = 0; i < count; ++i) {
      if (out[i].kind == Kind::events_dropped) {
        dropped = out[i].count.value;
        continue;
      }
      REQUIRE(out[i].at > last);
      last = out[i].at;
      ++got;
    }
    return count;
  };
  std::atomic<bool> done = false;
  std::thread watcher([&] {
    writer.join();
    done = true;
  });
  while (!done) take();
  watcher.join();
  while (take() > 0) {
  }
  ring.publish();  // now there is room to tell of the last that were dropped
  while (take() > 0) {
  }
  CHECK(got + static_cast<std::int64_t>(dropped) == kEvents);
}
