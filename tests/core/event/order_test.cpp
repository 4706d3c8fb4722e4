// SPDX-License-Identifier: GPL-3.0-or-later
// Processes write to pipes of their own, so their words about one call may arrive in any order.
#include "tests/core/event/play.h"

#include <catch2/catch.hpp>
#include <random>

using namespace switchyard;

namespace {

constexpr std::uint8_t kDeadline = 4, kUnavailable = 14;

/// Much of what can happen, some of it overlapping.
Play busyPlay(Mode mode) {
  Play play(mode);
  std::vector<NodeId> servers;
  for (int i = 0; i < 3; ++i) servers.push_back(play.addServer());
  std::vector<Play::Line> lines;
  for (std::size_t i = 0; i < 4; ++i) lines.push_back(play.connect(play.addClient(), servers[i % 3]));
  for (std::size_t i = 0; i < 40; ++i) {
    auto& line = lines[i % 4];
    auto& other = lines[(i + 1) % 4];
    const auto slow = play.start(line.client);
    play.pass(Play::kMillisecond);
    mode == Mode::tcp ? play.forward(line) : play.route(slow, line);
    play.pass(Play::kMillisecond);
    play.receive(slow, line.server, line.balancers_end);
    play.call(other, i % 5 == 0 ? kUnavailable : 0);
    if (mode == Mode::http && i % 3 == 0) {  // the balancer lost patience
      play.retry(slow, 2);
      auto second = other;
      second.downstream = line.downstream;
      play.route(slow, second, 2);
      play.pass(Play::kMillisecond);
      play.receive(slow, other.server, other.balancers_end);
      play.pass(Play::kMillisecond);
      play.answer(slow, other.server);
      play.answer(slow, line.server, 1);
    } else {
      play.answer(slow, line.server);
    }
    if (i % 4 == 1)
      play.end(slow, 0, kDeadline);
    else
      play.end(slow, line.server);
    play.pass(Play::kMillisecond);
    if (i % 10 == 9) {
      play.close(line);
      line = play.connect(line.client, servers[i / 10 % 3]);
    }
  }
  auto strangers = play.connect(0, servers[0]);
  if (mode == Mode::tcp)
    for (int i = 0; i < 5; ++i) play.strangersCall(strangers);
  return play;
}

World fold(const std::vector<Event>& events) {
  World world;
  for (const auto& event : events) world.apply(event);
  return world;
}

template <typename Members>
void checkMembers(const Members& one, const Members& other) {
  REQUIRE(one.size() == other.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    INFO(one[i].name);
    CHECK((one[i] == other[i]));
  }
}

}  // namespace

TEST_CASE("whatever the order in which the witnesses are heard, stamps and counts are the same") {
  const auto mode = GENERATE(Mode::tcp, Mode::http);
  const auto play = busyPlay(mode);
  const auto straight = fold(play.told());
  REQUIRE(straight.agreement().complete);
  for (unsigned seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    const auto world = fold(play.shuffled(seed));
    checkMembers(straight.clients(), world.clients());
    checkMembers(straight.servers(), world.servers());
    checkMembers(straight.balancers(), world.balancers());
    CHECK(world.latency() == straight.latency());
    REQUIRE(world.calls().size() == straight.calls().size());
    for (const auto& call : straight.calls()) {
      REQUIRE(world.call(call.id) != nullptr);
      if (!(*world.call(call.id) == call)) {
        const auto& a = *world.call(call.id);
        CAPTURE(call.id, call.server, a.server, call.sent_at, a.sent_at, call.routed_at, a.routed_at,
                call.received_at, a.received_at, call.answered_at, a.answered_at, call.upstream, a.upstream,
                call.downstream, a.downstream, call.client, a.client, call.attempt, a.attempt,
                call.on_its_way, a.on_its_way);
        CHECK(false);
      }
    }
    REQUIRE(world.connections().size() == straight.connections().size());
    for (const auto& connection : straight.connections()) {
      const auto* same = world.connection(connection.balancer, connection.id);
      REQUIRE(same != nullptr);
      CHECK((*same == connection));
    }
    CHECK(world.agreement().complete == straight.agreement().complete);
    CHECK(world.agreement().balancer_forwarded == straight.agreement().balancer_forwarded);
  }
}

TEST_CASE("the same events in the same order give the same World") {
  const auto events = busyPlay(GENERATE(Mode::tcp, Mode::http)).shuffled(7);
  CHECK((fold(events) == fold(events)));
}

TEST_CASE("a copy of a World goes on like the original, from any event") {
  const auto events = busyPlay(GENERATE(Mode::tcp, Mode::http)).told();
  const auto whole = fold(events);
  World live;
  for (std::size_t i = 0; i < events.size(); ++i) {
    live.apply(events[i]);
    if (i % 97 != 0) continue;
    World copy(live);
    CHECK((copy == live));
    for (std::size_t rest = i + 1; rest < events.size(); ++rest) copy.apply(events[rest]);
    CHECK((copy == whole));
  }
}
