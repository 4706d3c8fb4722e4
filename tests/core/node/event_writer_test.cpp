// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/event_writer.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <string>

using namespace switchyard;
using namespace switchyard::node;

namespace {

struct Pipe {
  Pipe() { REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0); }
  ~Pipe() { close(ends[0]); }
  int writer() const { return ends[1]; }
  void closeWriter() { close(ends[1]); }

  /// Up to `count` events; fewer at the end of the pipe.
  std::vector<Event> read(std::size_t count) {
    std::vector<Event> events(count);
    auto* bytes = reinterpret_cast<char*>(events.data());
    std::size_t have = 0;
    while (have < count * sizeof(Event)) {
      const auto got = ::read(ends[0], bytes + have, count * sizeof(Event) - have);
      if (got <= 0) break;
      have += static_cast<std::size_t>(got);
    }
    CHECK(have % sizeof(Event) == 0);
    events.resize(have / sizeof(Event));
    return events;
  }

  std::array<int, 2> ends{};
};

void addNumbered(EventWriter& writer, std::uint64_t from, std::uint64_t to) {
  for (auto number = from; number < to; ++number) {
    auto event = writer.event(1, Kind::call_started);
    event.call.call = number;
    writer.add(event);
  }
}

}  // namespace

TEST_CASE("aFlushedEventIsInThePipeAtOnce") {
  Pipe pipe;
  EventWriter writer(Witness::client, 7, pipe.writer());
  addNumbered(writer, 0, 3);
  writer.flush();
  fcntl(pipe.ends[0], F_SETFL, O_NONBLOCK);
  const auto events = pipe.read(3);
  REQUIRE(events.size() == 3);
  CHECK(events[2].call.call == 2);
  CHECK(events[2].node == 7);
  CHECK(events[2].witness == Witness::client);
  pipe.closeWriter();
}

TEST_CASE("aReaderThatSleepsCostsNoWaitingAndNoEvent") {
  constexpr std::uint64_t kEvents = 100'000;
  Pipe pipe;
  EventWriter writer(Witness::server, 1, pipe.writer());
  const auto before = std::chrono::steady_clock::now();
  for (std::uint64_t number = 0; number < kEvents; number += 10) {
    addNumbered(writer, number, number + 10);
    writer.flush();
  }
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(2));
  const auto events = pipe.read(kEvents);
  REQUIRE(events.size() == kEvents);
  for (std::uint64_t number = 0; number < kEvents; ++number) {
    if (events[number].call.call != number) FAIL("event " << number << " is out of order");
  }
}

TEST_CASE("whatFindsNoRoomIsDroppedAndCounted") {
  constexpr std::uint64_t kTooMany = 1000;
  Pipe pipe;
  auto writer = std::make_unique<EventWriter>(Witness::client, 1, pipe.writer());
  addNumbered(*writer, 0, EventWriter::kMostWaiting + kTooMany);
  writer->flush();
  const auto kept = pipe.read(EventWriter::kMostWaiting + 1);
  REQUIRE(kept.size() == EventWriter::kMostWaiting + 1);
  const auto told =
      std::find_if(kept.begin(), kept.end(), [](auto& e) { return e.kind == Kind::events_dropped; });
  REQUIRE(told != kept.end());
  CHECK(told->count.value == kTooMany);
  addNumbered(*writer, 5, 6);
  writer->flush();
  CHECK(pipe.read(1).at(0).call.call == 5);
}

TEST_CASE("aTextIsToldOnceBeforeItsFirstUse") {
  Pipe pipe;
  EventWriter writer(Witness::client, 1, pipe.writer());
  const auto id = writer.text("srv01", 1);
  CHECK(id != 0);
  CHECK(writer.text("srv01", 2) == id);
  CHECK(writer.text("srv02", 2) != id);
  CHECK(writer.text("", 2) == 0);
  writer.flush();
  const auto parts = pipe.read(2);
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].kind == Kind::text);
  CHECK(std::string_view(parts[0].text.bytes, parts[0].text.length) == "srv01");
  CHECK(parts[0].text.id == id);
}

TEST_CASE("aLabThatIsGoneHoldsNobodyUp") {
  signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  {
    EventWriter writer(Witness::client, 1, pipe.writer());
    close(pipe.ends[0]);
    addNumbered(writer, 0, 100'000);
    writer.flush();
    addNumbered(writer, 0, 10);
    writer.flush();
  }
  pipe.closeWriter();
  REQUIRE(pipe2(pipe.ends.data(), O_CLOEXEC) == 0);  // for ~Pipe
  pipe.closeWriter();
}

TEST_CASE("withoutALabNothingIsWritten") {
  EventWriter writer(Witness::client, 0, -1);
  CHECK_FALSE(writer.active());
  addNumbered(writer, 0, 10);
  writer.flush();
  CHECK(writer.text("srv01", 1) == 0);
}
