// SPDX-License-Identifier: GPL-3.0-or-later
// The last decisions of a balancer: found by call and by connection, with their own arithmetic, bounded.
#include "core/world/decision_book.h"

#include "core/history/packed_world.h"
#include "tests/core/event/play.h"

#include <catch2/catch.hpp>

using namespace switchyard;

namespace {

/// Whose candidates bear scores that tell it apart.
Decision decisionFor(CallId call, ConnectionId connection, NodeId chosen, std::uint8_t attempt = 1) {
  Decision decision{};
  decision.call = call;
  decision.connection = connection;
  decision.chosen = chosen;
  decision.attempt = attempt;
  decision.count = 3;
  for (std::uint8_t i = 0; i < decision.count; ++i)
    decision.candidates[i] = {static_cast<NodeId>(i + 1), Exclusion::none, 1,
                              static_cast<float>(connection * 10 + i)};
  return decision;
}

std::vector<Event> manyPicks(int picks) {
  Play play(Mode::http);
  const auto server = play.addServer();
  for (int i = 1; i <= picks; ++i) {
    play.pass(Play::kMillisecond);
    play.event(Kind::picked, Witness::balancer, Play::kBalancer).decision =
        decisionFor(static_cast<CallId>(i), static_cast<ConnectionId>(i), server);
  }
  return play.told();
}

}  // namespace

TEST_CASE("each decision keeps its own arithmetic") {
  DecisionBook book;
  for (ConnectionId id = 1; id <= 20; ++id) book.add(id, decisionFor(id + 100, id, 2), "roundrobin");
  const auto found = book.of(CallId{107});
  REQUIRE(found.size() == 1);
  CHECK(found[0]->connection == 7);
  const auto candidates = book.candidatesOf(*found[0]);
  REQUIRE(candidates.size() == 3);
  CHECK(candidates[1].score == 71);
  CHECK(book.of(CallId{999}).empty());
}

TEST_CASE("the attempts for one call are told in their order") {
  DecisionBook book;
  book.add(1, decisionFor(5, 1, 2), "leastconn");
  book.add(2, decisionFor(6, 1, 2), "leastconn");
  book.add(3, decisionFor(5, 1, 3, 2), "leastconn");
  const auto found = book.of(CallId{5});
  REQUIRE(found.size() == 2);
  CHECK(found[0]->chosen == 2);
  CHECK(found[1]->chosen == 3);
  CHECK(found[1]->attempt == 2);
}

TEST_CASE(
    "a connection's decision is not one for a call on it, nor one of an earlier connection of its number") {
  DecisionBook book;
  book.add(10, decisionFor(0, 4, 1), "roundrobin");
  book.add(20, decisionFor(77, 4, 2), "roundrobin");
  book.add(30, decisionFor(0, 4, 3), "roundrobin");
  const auto found = book.of(ConnectionId{4}, 25);
  REQUIRE(found.size() == 1);
  CHECK(found[0]->chosen == 3);
}

TEST_CASE("a decision is explained by the algorithm that took it, whatever balances now") {
  DecisionBook book;
  book.add(1, decisionFor(1, 1, 1), "roundrobin");
  book.add(2, decisionFor(2, 1, 1), "leastconn");
  book.add(3, decisionFor(3, 1, 1), "leastconn");
  CHECK(book.algorithmOf(*book.of(CallId{1})[0]) == "roundrobin");
  CHECK(book.algorithmOf(*book.of(CallId{3})[0]) == "leastconn");
  for (CallId call = 4; call < 4 + DecisionBook::kMost; ++call)
    book.add(static_cast<std::int64_t>(call), decisionFor(call, 1, 1), call % 2 == 0 ? "random" : "first");
  CHECK(book.algorithmOf(book.all().front()) == "random");
  CHECK(book.algorithmOf(*book.last()) == "first");
}

TEST_CASE("the last decisions are kept, and the book says when there were more") {
  World world;
  for (const auto& event : manyPicks(static_cast<int>(DecisionBook::kMost))) world.apply(event);
  const auto& book = world.balancers()[0].decisions;
  CHECK(book.complete());
  CHECK(book.of(CallId{1}).size() == 1);
  World more;
  for (const auto& event : manyPicks(1000)) more.apply(event);
  const auto& full = more.balancers()[0].decisions;
  CHECK_FALSE(full.complete());
  CHECK(full.all().size() == DecisionBook::kMost);
  CHECK(full.all().front().call == 1000 - DecisionBook::kMost + 1);
  CHECK(full.of(CallId{1}).empty());
  CHECK(full.candidatesOf(*full.of(CallId{1000})[0])[2].score == 10'002);
}

TEST_CASE("very many candidates make the book shorter, and the last decision is whole") {
  DecisionBook book;
  for (CallId call = 1; call <= 20; ++call) {
    book.add(static_cast<std::int64_t>(call), decisionFor(call, 1, 1), "roundrobin");
    for (int part = 0; part < 2000; ++part) book.addCandidates(decisionFor(call, 1, 1));
  }
  CHECK(book.lastCandidates().size() == DecisionBook::kMostInOne);
  CHECK(book.all().size() == DecisionBook::kMostCandidates / DecisionBook::kMostInOne);
  CHECK(book.all().back().call == 20);
}

TEST_CASE("a full book costs a snapshot little") {
  World before, after;
  for (const auto& event : manyPicks(0)) before.apply(event);
  for (const auto& event : manyPicks(5000)) after.apply(event);
  CHECK(PackedWorld(after).bytes() < PackedWorld(before).bytes() + 24'000);
  World again;
  PackedWorld(after).unpackInto(again);
  CHECK((again == after));
}
