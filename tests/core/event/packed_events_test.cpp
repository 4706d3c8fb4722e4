// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/packed_events.h"

#include "tests/core/event/busy_play.h"

#include <catch2/catch.hpp>
#include <limits>
#include <random>

using namespace switchyard;

namespace {

void checkSame(const Event& one, const Event& other) {
  REQUIRE(one.at == other.at);
  REQUIRE(one.kind == other.kind);
  REQUIRE(one.witness == other.witness);
  REQUIRE(one.node == other.node);
  REQUIRE(std::memcmp(one.raw, other.raw, sizeof one.raw) == 0);
}

PackedEvents pack(const std::vector<Event>& events) {
  PackedEvents packed;
  for (const auto& event : events) packed.append(event);
  packed.seal();
  return packed;
}

void checkGivenBack(const std::vector<Event>& events) {
  const auto packed = pack(events);
  REQUIRE(packed.count() == events.size());
  PackedEvents::Reader reader;
  Event event;
  for (const auto& original : events) {
    REQUIRE(reader.next(packed, event));
    checkSame(event, original);
  }
  CHECK_FALSE(reader.next(packed, event));
}

Event noise(std::mt19937_64& random) {
  Event event;
  event.at = static_cast<std::int64_t>(random());
  event.kind = static_cast<Kind>(random());
  event.witness = static_cast<Witness>(random());
  event.node = static_cast<NodeId>(random());
  for (auto& byte : event.raw) byte = static_cast<std::uint8_t>(random());
  return event;
}

}  // namespace

TEST_CASE("the events of a run are given back byte for byte, in a quarter of the room") {
  const auto events = busyPlay(GENERATE(Mode::tcp, Mode::http)).shuffled(1);
  checkGivenBack(events);
  CHECK(pack(events).bytes() < events.size() * sizeof(Event) / 4);
}

TEST_CASE("any bytes at all are given back, and take at most 80 bytes an event") {
  std::mt19937_64 random(11);
  std::vector<Event> events;
  for (int i = 0; i < 5000; ++i) events.push_back(noise(random));
  checkGivenBack(events);
  CHECK(pack(events).bytes() <= events.size() * 80 * 11 / 10);
}

TEST_CASE("events of more members than are remembered at a time are given back") {
  std::mt19937_64 random(12);
  std::vector<Event> events;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    Event event(static_cast<std::int64_t>(i * 1000), Kind::call_started, Witness::client,
                static_cast<NodeId>(random() % (2 * Voices::kMost)));
    event.call.call = callId(event.node, i);
    events.push_back(event);
  }
  checkGivenBack(events);
}

TEST_CASE("stamps as far apart as can be are given back") {
  std::vector<Event> events;
  for (const auto at : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
                        std::int64_t{0}, std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}})
    events.emplace_back(at, Kind::mark, Witness::lab, NodeId{0});
  checkGivenBack(events);
}

TEST_CASE("a reader goes on with what is appended after it has come to the end") {
  const auto events = busyPlay(Mode::tcp).told();
  PackedEvents packed;
  PackedEvents::Reader reader;
  Event event;
  for (const auto& original : events) {
    CHECK_FALSE(reader.next(packed, event));
    packed.append(original);
    REQUIRE(reader.next(packed, event));
    checkSame(event, original);
  }
}
