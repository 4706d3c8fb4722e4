// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences and distributions of each algorithm, and the numbers by which it explains them.
#include "tests/core/balance/picking.h"

using namespace switchyard;

TEST_CASE("roundRobinInterleavesByWeight") {
  CHECK(Picking("roundrobin", {1, 1, 1}).picks(6) == "ABCABC");
  CHECK(Picking("roundrobin", {3, 1}).picks(8) == "AABAAABA");
  CHECK(Picking("roundrobin", {5, 1, 1}).picks(7) == "AABACAA");
  Picking article("roundrobin", {10, 3, 1});
  const auto counts = article.count(1400);
  CHECK(counts == std::map<std::string, int>{{"A", 1000}, {"B", 300}, {"C", 100}});
}

TEST_CASE("roundRobinExplainsItselfByClaims") {
  Picking picking("roundrobin", {3, 1});
  picking.pick();
  CHECK(picking.scores == std::vector<float>{3, 1});
  picking.pick();
  CHECK(picking.scores == std::vector<float>{2, 2});
  picking.pick();
  CHECK(picking.scores == std::vector<float>{1, 3});
}

TEST_CASE("aServerThatIsLeftOutKeepsItsTurn") {
  Picking picking("roundrobin", {1, 1, 1});
  CHECK(picking.picks(1) == "A");
  picking.candidates[1].exclusion = Exclusion::down;
  CHECK(picking.picks(4) == "CCAC");
  picking.candidates[1].exclusion = Exclusion::none;
  CHECK(picking.picks(6).find('B') != std::string::npos);
}

TEST_CASE("aServerThatStartsSlowlyGetsThePartOfItsEffectiveWeight") {
  Picking picking("roundrobin", {1, 1, 1, 1});
  picking.candidates[3].effective = kWholeWeight / 8;
  CHECK(picking.count(2500)["D"] == 100);
}

TEST_CASE("whoeverHasTheFewestConnectionsForItsWeightIsPicked") {
  Picking picking("leastconn", {1, 1, 2});
  picking.candidates[0].in_flight = 2;
  picking.candidates[1].in_flight = 3;
  picking.candidates[2].in_flight = 3;
  CHECK(picking.pick() == "C");
  CHECK(picking.scores == std::vector<float>{2, 3, 1.5});
  picking.candidates[2].exclusion = Exclusion::full;
  CHECK(picking.pick() == "A");
  CHECK(picking.scores == std::vector<float>{2, 3, 0});
}

TEST_CASE("amongEqualsLeastConnectionsTakesTurnsByWeight") {
  CHECK(Picking("leastconn", {1, 1, 1}).picks(6) == "ABCABC");
  Picking weighted("leastconn", {3, 1});
  CHECK(weighted.count(400)["A"] == 300);
}

TEST_CASE("aNewcomerHasNoCreditAmongEquals") {
  Picking picking("leastconn", {1, 1});
  picking.picks(100);
  picking.add(1);
  CHECK(picking.count(30) == std::map<std::string, int>{{"A", 10}, {"B", 10}, {"C", 10}});
}

TEST_CASE("leastConnectionsAvoidsTheSlowServer") {
  // LESSONS.md L4: 12 calls at once; C answers ten times slower.
  Picking picking("leastconn", {1, 1, 1});
  std::map<int, std::vector<std::size_t>> ends;
  std::map<std::string, int> counts;
  int started = 0;
  for (int time = 0; started < 1200; ++time) {
    for (const auto server : ends[time]) --picking.candidates[server].in_flight;
    auto free = 12;
    for (const auto& candidate : picking.candidates) free -= static_cast<int>(candidate.in_flight);
    for (; free > 0 && started < 1200; --free, ++started) {
      const auto name = picking.pick();
      ++counts[name];
      const auto server = static_cast<std::size_t>(name[0] - 'A');
      ++picking.candidates[server].in_flight;
      ends[time + (server == 2 ? 100 : 10)].push_back(server);
    }
  }
  CHECK(counts["C"] < 120);
  CHECK(std::abs(counts["A"] - counts["B"]) < 30);
}

TEST_CASE("randomSpreadsByWeight") {
  Picking picking("random(1)", {3, 1});
  const auto counts = picking.count(40'000);
  CHECK(std::abs(counts.at("A") - 30'000) < 600);  // six standard deviations are 520
}

TEST_CASE("theLessLoadedOfTwoDrawnIsTaken") {
  Picking picking("random", {1, 1, 1});
  picking.candidates[0].in_flight = 5;
  picking.candidates[1].in_flight = 7;
  picking.candidates[2].in_flight = 9;
  std::map<std::string, int> counts;
  for (int i = 0; i < 9000; ++i) {
    const auto name = picking.pick();
    ++counts[name];
    const auto drawn =
        std::count_if(picking.scores.begin(), picking.scores.end(), [](float s) { return s >= 0; });
    REQUIRE((drawn == 1 || drawn == 2));  // one server may be drawn twice
    const auto picked = static_cast<std::size_t>(name[0] - 'A');
    for (const auto score : picking.scores) REQUIRE((score < 0 || score >= picking.scores[picked]));
  }
  // With draws that may be the same: 5/9, 3/9 and 1/9.
  CHECK(std::abs(counts["A"] - 5000) < 300);
  CHECK(std::abs(counts["B"] - 3000) < 300);
  CHECK(std::abs(counts["C"] - 1000) < 300);
}

TEST_CASE("firstFillsTheServersInOrder") {
  Picking picking("first", {1, 1, 1});
  CHECK(picking.picks(3) == "AAA");
  picking.candidates[0].exclusion = Exclusion::full;
  CHECK(picking.picks(2) == "BB");
  CHECK(picking.scores == std::vector<float>{1, 2, 3});
}

TEST_CASE("nobodyIsPickedWhenAllAreLeftOut") {
  for (const auto balance : policyNames()) {
    CAPTURE(balance);
    Picking picking(balance, {1, 1});
    for (auto& candidate : picking.candidates) candidate.exclusion = Exclusion::down;
    CHECK(picking.pick({.client = Endpoint::loopback(1), .key = "key"}) == "-");
    CHECK(Picking(balance, {}).pick() == "-");
  }
}

TEST_CASE("everyAlgorithmSparesTheOnesLeftOut") {
  for (const auto balance : policyNames()) {
    CAPTURE(balance);
    Picking picking(balance, {1, 1, 1});
    picking.candidates[0].exclusion = Exclusion::draining;
    picking.candidates[2].exclusion = Exclusion::already_tried;
    for (std::uint16_t i = 0; i < 50; ++i) {
      const auto key = std::to_string(i);
      CHECK(picking.pick({.client = Endpoint::loopback(i), .key = key}) == "B");
    }
  }
}

TEST_CASE("anUnknownAlgorithmIsNamedWithThoseThatExist") {
  const auto made = makePolicy("fastest");
  REQUIRE_FALSE(made);
  CHECK(made.error().what == "There is no balancing algorithm 'fastest'.");
  CHECK(made.error().remedy.find("roundrobin, leastconn, first, random(2)") != std::string::npos);
  for (const auto* bad : {"", "random()", "random(0)", "random(65)", "random(2", "hdr", "hdr()", "hdr(a b)",
                          "leastconn consistent", "uri ketama", "source(1)", "uri  consistent"}) {
    CAPTURE(bad);
    CHECK_FALSE(makePolicy(bad));
  }
  for (const auto* good :
       {"random", "random(64)", "uri consistent", "source map-based", "hdr(X-User) consistent"}) {
    CAPTURE(good);
    CHECK(makePolicy(good));
  }
}
