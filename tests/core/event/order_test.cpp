// SPDX-License-Identifier: GPL-3.0-or-later
// Processes write to pipes of their own, so their words about one call may arrive in any order.
#include "tests/core/event/busy_play.h"

#include <catch2/catch.hpp>
#include <random>

using namespace switchyard;

namespace {

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
