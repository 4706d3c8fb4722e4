// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/history.h"

#include "tests/core/event/busy_play.h"
#include "tests/support/hostile_events.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <set>
#include <thread>

using namespace switchyard;

namespace {

constexpr History::Limits kSmallChapters{.bytes = 120U << 20, .chapter_events = 50};

/// A run as it went live: what was shown after each event.
struct Live {
  History history;
  World world;
  std::vector<Event> events;

  explicit Live(const std::vector<Event>& told, const History::Limits& limits = kSmallChapters)
      : history(limits) {
    for (const auto& event : told) apply(event);
  }
  void apply(const Event& event) {
    events.push_back(event);
    world.apply(event);
    history.append(event, world);
  }

  /// By the definition: all that was applied before the World's clock first exceeded `time`.
  World shownAt(std::int64_t time) const {
    World shown;
    for (const auto& event : events) {
      World next(shown);
      next.apply(event);
      if (next.now() > time) break;
      shown = std::move(next);
    }
    return shown;
  }
};

std::vector<Event> hostileEvents(unsigned seed, int count) {
  std::mt19937_64 random(seed);
  std::vector<Event> events(static_cast<std::size_t>(count));
  for (auto& event : events) {
    auto* bytes = reinterpret_cast<unsigned char*>(&event);
    for (std::size_t at = 0; at < sizeof event; ++at) bytes[at] = static_cast<unsigned char>(random());
    if (random() % 8 != 0) hostile::narrow(event);  // the others are mostly not well-formed
  }
  return events;
}

std::vector<std::int64_t> someInstants(const Live& live, unsigned seed, int count) {
  std::mt19937_64 random(seed);
  std::vector<std::int64_t> instants{0, live.history.begin(), live.history.end(), live.history.end() + 1};
  for (int i = 0; i < count; ++i) {
    const auto at =
        live.events[random() % live.events.size()].at;  // of one that is not well-formed: any number
    if (at > 0) instants.push_back(at + static_cast<int>(random() % 3) - 1);
  }
  return instants;
}

}  // namespace

TEST_CASE("at every event the replay shows the World that was shown live") {
  const auto play = busyPlay(GENERATE(Mode::tcp, Mode::http));
  for (unsigned seed = 1; seed <= 3; ++seed) {
    INFO("seed " << seed);
    const auto told = play.shuffled(seed);
    const Live live(told);
    World world;
    for (std::size_t i = 0; i < told.size(); ++i) {
      world.apply(told[i]);
      const bool moves_on = i + 1 == told.size() || told[i + 1].at > world.now();
      if (moves_on) REQUIRE((live.history.at(world.now()) == world));
    }
  }
}

TEST_CASE("an instant shows what was applied before the clock exceeded it") {
  const Live live(busyPlay(GENERATE(Mode::tcp, Mode::http)).shuffled(5));
  for (const auto time : someInstants(live, 1, 30)) {
    INFO(time);
    CHECK((live.history.at(time) == live.shownAt(time)));
  }
}

TEST_CASE("whatever events there are, a World that is shown again equals the one that was shown") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    auto events = hostileEvents(seed, 400);
    for (auto& event : events)
      if (isWellFormed(event)) event.at = 1 + (event.at & 0xFFFF);
    const Live live(events);
    REQUIRE((live.history.at(live.history.end()) == live.world));
    for (const auto time : someInstants(live, seed, 10)) {
      INFO(time);
      CHECK((live.history.at(time) == live.shownAt(time)));
    }
  }
}

TEST_CASE("a World that was put by goes on like the original") {
  const auto events = busyPlay(GENERATE(Mode::tcp, Mode::http)).shuffled(3);
  World live;
  World again;
  for (std::size_t i = 0; i < events.size(); ++i) {
    live.apply(events[i]);
    again.apply(events[i]);
    if (i % 61 == 0) PackedWorld(live).unpackInto(again);  // its former contents make no difference
    REQUIRE((again == live));
  }
}

TEST_CASE("calls beyond the last ones are still found when the World is shown again") {
  Play play;
  const auto server = play.addServer();
  auto line = play.connect(play.addClient(), server);
  const auto slow = play.start(line.client);
  for (std::size_t i = 0; i <= World::kMaxCalls; ++i) play.call(line);
  const Live live(play.told(), {.bytes = 120U << 20, .chapter_events = 230'000});
  const auto shown = live.history.at(live.history.end());
  CHECK((shown == live.world));
  REQUIRE(shown.call(slow) != nullptr);
  for (const auto& call : live.world.calls()) REQUIRE(shown.call(call.id) != nullptr);
}

TEST_CASE("playing onwards, back and onwards again shows the same as going there at once") {
  const Live live(busyPlay(Mode::tcp).shuffled(9));
  World world;
  Playback playback(live.history, world, live.history.begin());
  const auto step = (live.history.end() - live.history.begin()) / 100;
  std::mt19937 random(4);
  for (int i = 0; i < 300; ++i) {
    const auto jump = random() % 20 == 0 ? -40 * step : random() % 20 == 1 ? 30 * step : step / 3;
    playback.seek(std::min(playback.time() + jump, live.history.end()));
    REQUIRE((world == live.history.at(playback.time())));
  }
}

TEST_CASE("a playback at the end follows the live run") {
  const auto told = busyPlay(Mode::http).told();
  Live live({});
  World world;
  Playback playback(live.history, world, 0);
  CHECK((world == World()));
  for (const auto& event : told) {
    live.apply(event);
    playback.seek(live.history.end());
    REQUIRE((world == live.world));
  }
}

TEST_CASE("the oldest is forgotten when the limit is reached, and what is left is still true") {
  const auto told = busyPlay(Mode::tcp).told();
  const auto limit = Live(told).history.bytes() / 2;
  const Live live(told, {.bytes = limit, .chapter_events = 50});
  CHECK(live.history.begin() > told.front().at);
  CHECK(live.history.begin() < live.history.end());
  CHECK_FALSE(live.history.complete());
  CHECK(live.history.bytes() <= limit + 50 * 80);
  for (const auto time : someInstants(live, 2, 20)) {
    INFO(time);
    CHECK((live.history.at(time) == live.shownAt(std::max(time, live.history.begin()))));
  }
}

TEST_CASE("a snapshot stays as it was, on any thread, while the run goes on and forgets") {
  const auto told = busyPlay(Mode::tcp).told();
  const auto middle = told.begin() + static_cast<std::ptrdiff_t>(told.size() / 2);
  const auto limit = Live(told).history.bytes() / 2;
  Live live({told.begin(), middle}, {.bytes = limit, .chapter_events = 50});
  const auto begin = live.history.begin(), end = live.history.end();
  const auto then_shown = live.history.at((begin + end) / 2);
  const auto snapshot = live.history.snapshot();
  std::jthread other([&] {
    for (int i = 0; i < 50; ++i)
      if (!(snapshot.at((begin + end) / 2) == then_shown)) std::abort();
  });
  std::for_each(middle, told.end(), [&](const Event& event) { live.apply(event); });
  other.join();
  CHECK(snapshot.begin() == begin);
  CHECK(snapshot.end() == end);
  CHECK(live.history.begin() != begin);  // it has forgotten what the snapshot still knows
}

TEST_CASE("a playback in what was forgotten goes to the earliest instant that is left") {
  const auto told = busyPlay(Mode::tcp).told();
  Live live({told.begin(), told.begin() + 60},
            {.bytes = Live(told).history.bytes() / 2, .chapter_events = 50});
  World world;
  Playback playback(live.history, world, told.front().at);
  for (std::size_t i = 60; i < told.size(); ++i) live.apply(told[i]);
  REQUIRE(live.history.begin() > told[60].at);
  playback.seek(told.front().at + 1);
  CHECK((world == live.history.at(live.history.begin())));
}

TEST_CASE("all events that are kept can be visited, in the order in which they were applied") {
  const auto told = busyPlay(Mode::tcp).shuffled(6);
  const Live live(told);
  REQUIRE(live.history.complete());
  World again;
  std::size_t visited = 0;
  live.history.each([&](const Event& event) {
    again.apply(event);
    ++visited;
  });
  CHECK(visited == told.size());
  CHECK((again == live.world));
}

TEST_CASE("stepping goes from one thing that a person sees to the next") {
  Play play;
  const auto server = play.addServer();
  auto line = play.connect(play.addClient(), server);
  play.pass(Play::kMillisecond);
  play.sample({line});
  play.pass(Play::kMillisecond);
  play.forward(line);
  play.pass(Play::kMillisecond);
  const auto before_the_call = play.now() - 1;
  play.call(line);
  const Live live(play.told(), {.bytes = 1U << 20, .chapter_events = 5});
  const auto& history = live.history;

  CHECK(history.nextEvent(0) == history.begin());
  const auto sent = history.nextEvent(history.begin());
  REQUIRE(sent == before_the_call + 1);
  const auto received = history.nextEvent(*sent);
  REQUIRE(received == *sent + Play::kMillisecond);
  CHECK(history.at(*sent).calls().back().received_at == 0);
  CHECK(history.at(*received).calls().back().received_at == received);
  const auto answered = history.nextEvent(*received);
  REQUIRE(answered);
  const auto ended = history.nextEvent(*answered);
  CHECK(ended == history.end());
  CHECK_FALSE(history.nextEvent(*ended));
}

TEST_CASE("stepping through a run reaches its end, in whatever order it was told") {
  const auto play = busyPlay(Mode::http);
  const bool in_order = GENERATE(true, false);
  const Live live(in_order ? play.told() : play.shuffled(2));
  const auto& history = live.history;
  auto time = history.begin();
  for (auto next = history.nextEvent(time); next; next = history.nextEvent(time)) {
    REQUIRE(*next > time);
    CHECK(history.at(*next).now() == *next);
    time = *next;
  }
  CHECK(history.at(time).calls() == live.world.calls());
}

TEST_CASE("an empty history shows an empty World") {
  const History history;
  CHECK(history.begin() == 0);
  CHECK(history.end() == 0);
  CHECK(history.bytes() == 0);
  CHECK((history.at(5) == World()));
  CHECK_FALSE(history.nextEvent(0));
}
