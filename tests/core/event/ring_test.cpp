// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/ring.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

using namespace switchyard;

namespace {

/// A call, which may be dropped.
Event numbered(std::int64_t number) {
  return {number, Kind::call_started, Witness::client, 1};
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

TEST_CASE("what tells of a state waits for room, in its order, and is not dropped") {
  EventRing ring(8);
  std::vector<Event> out(16);
  for (int i = 0; i < 8; ++i) ring.write(numbered(i));
  ring.write({8, Kind::connection_closed, Witness::balancer, 1});
  ring.write(numbered(9));
  ring.write({10, Kind::node_state, Witness::lab, 1});
  ring.publish();
  REQUIRE(ring.read(out) == 8);
  ring.write({11, Kind::node_state, Witness::lab, 2});
  ring.publish();
  REQUIRE(ring.read(out) == 4);
  for (const auto& [place, at] : {std::pair{0, 8}, {1, 10}, {2, 11}}) CHECK(out[place].at == at);
  CHECK(out[3].kind == Kind::events_dropped);
  CHECK(out[3].count.value == 1);
}

TEST_CASE("states that nobody takes are limited, too") {
  EventRing ring(2);
  for (std::size_t i = 0; i < EventRing::kMostWaiting + 5; ++i)
    ring.write({1, Kind::node_state, Witness::lab, 1});
  std::vector<Event> out(1000);
  std::size_t states = 0;
  std::uint64_t dropped = 0;
  do {
    ring.publish();
    const auto count = ring.read(out);
    if (count == 0) break;
    for (std::size_t i = 0; i < count; ++i)
      out[i].kind == Kind::node_state ? ++states : dropped = out[i].count.value;
  } while (true);
  CHECK(states == EventRing::kMostWaiting + 2);
  CHECK(dropped == 3);
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
