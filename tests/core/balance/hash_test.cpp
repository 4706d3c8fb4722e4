// SPDX-License-Identifier: GPL-3.0-or-later
// Who stays where, and who moves when a server comes or goes.
#include "tests/core/balance/picking.h"

#include <algorithm>
#include <cmath>

using namespace switchyard;

namespace {

constexpr int kUsers = 2000;

std::vector<std::string> homes(Picking& picking) {
  std::vector<std::string> all;
  for (int user = 0; user < kUsers; ++user) {
    const auto key = "user-" + std::to_string(user);
    all.push_back(picking.pick({.client = {}, .key = key}));
  }
  return all;
}

double share(const std::vector<std::string>& all, const std::string& server) {
  return static_cast<double>(std::count(all.begin(), all.end(), server)) / kUsers;
}

double moved(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  int count = 0;
  for (std::size_t i = 0; i < before.size(); ++i) count += before[i] != after[i] ? 1 : 0;
  return static_cast<double>(count) / kUsers;
}

}  // namespace

TEST_CASE("aFourthServerMovesThreeQuartersOfTheUsersWhenMapBased") {
  Picking picking("hdr(x-user)", {1, 1, 1});
  const auto before = homes(picking);
  for (const auto* server : {"A", "B", "C"}) CHECK(share(before, server) == Approx(0.333).margin(0.05));
  CHECK(homes(picking) == before);
  picking.add(1);
  CHECK(moved(before, homes(picking)) == Approx(0.75).margin(0.05));  // LESSONS.md L17
}

TEST_CASE("aFourthServerMovesAQuarterOfTheUsersWhenConsistent") {
  Picking picking("hdr(x-user) consistent", {1, 1, 1});
  const auto before = homes(picking);
  for (const auto* server : {"A", "B", "C"}) CHECK(share(before, server) == Approx(0.333).margin(0.1));
  picking.add(1);
  const auto after = homes(picking);
  CHECK(moved(before, after) == Approx(0.25).margin(0.06));
  for (std::size_t i = 0; i < before.size(); ++i) CHECK((after[i] == before[i] || after[i] == "D"));
}

TEST_CASE("onlyTheUsersOfAServerThatIsDownMoveWhenConsistent") {
  Picking picking("hdr(x-user) consistent", {1, 1, 1, 1});
  const auto before = homes(picking);
  picking.candidates[1].exclusion = Exclusion::down;
  const auto after = homes(picking);
  for (std::size_t i = 0; i < before.size(); ++i) CHECK((after[i] == before[i]) == (before[i] != "B"));
  for (const auto* server : {"A", "C", "D"}) CHECK(share(after, server) > share(before, server));
  picking.candidates[1].exclusion = Exclusion::none;
  CHECK(homes(picking) == before);
}

TEST_CASE("aKeyThatEveryoneAsksForIsSharedWithinTheBound") {
  const Request hot{.client = {}, .key = "hot"};
  Picking unbounded("uri consistent", {1, 1, 2});
  Picking bounded("uri consistent 125", {1, 1, 2});
  std::vector<std::uint32_t> unbounded_load(3);
  for (int call = 1; call <= 400; ++call) {
    ++unbounded_load[*unbounded.index(hot)];
    const auto picked = *bounded.index(hot);
    ++bounded.candidates[picked].in_flight;
    for (const auto& one : bounded.candidates)
      REQUIRE(one.in_flight <= std::ceil(call * 1.25 * one.weight / 4));
  }
  CHECK(std::count(unbounded_load.begin(), unbounded_load.end(), 400) == 1);
  for (const auto& one : bounded.candidates) CHECK(one.in_flight > 0);
}

TEST_CASE("withinTheBoundEveryKeyKeepsItsServer") {
  Picking unbounded("hdr(x-user) consistent", {1, 1, 1});
  Picking bounded("hdr(x-user) consistent 150", {1, 1, 1});
  CHECK(homes(bounded) == homes(unbounded));  // nothing is under way
}

TEST_CASE("aBoundIsAPercentageAboveAHundredOfConsistentHashing") {
  for (const char* balance : {"uri consistent 100", "uri consistent x", "uri consistent 150 1",
                              "uri map-based 150", "uri consistent -150", "roundrobin consistent 150"})
    CHECK_FALSE(makePolicy(balance));
  CHECK(makePolicy("source consistent 101"));
}

TEST_CASE("hashesSpreadByWeight") {
  for (const auto* balance : {"uri", "uri consistent"}) {
    CAPTURE(balance);
    Picking picking(balance, {3, 1});
    CHECK(share(homes(picking), "A") == Approx(0.75).margin(0.08));
  }
}

TEST_CASE("aRingOfManyHeavyServersIsBoundedAndGivesEachAPlace") {
  Picking picking("uri consistent", std::vector<std::uint32_t>(600, 256));
  std::vector<int> hits(600);
  for (int i = 0; i < 8'000; ++i) {
    const auto key = std::to_string(i);
    ++hits[*picking.index({.client = {}, .key = key})];
  }
  CHECK(std::count(hits.begin(), hits.end(), 0) == 0);
}

TEST_CASE("theRingExplainsWhomItNamedFirst") {
  Picking picking("uri consistent", {1, 1, 1});
  const auto first = static_cast<std::size_t>(picking.pick({.client = {}, .key = "/a/b"})[0] - 'A');
  CHECK(picking.scores[first] == 1);
  CHECK(std::count(picking.scores.begin(), picking.scores.end(), 0.0F) == 2);
  picking.candidates[first].exclusion = Exclusion::down;
  const auto second = static_cast<std::size_t>(picking.pick({.client = {}, .key = "/a/b"})[0] - 'A');
  CHECK(picking.scores[first] == 1);
  CHECK(picking.scores[second] == 2);
}

TEST_CASE("aClientsAddressHasItsServerWhateverItsPort") {
  for (const auto* balance : {"source", "source consistent"}) {
    CAPTURE(balance);
    Picking picking(balance, {1, 1, 1});
    std::map<std::string, int> counts;
    for (int host = 1; host < 200; ++host) {
      auto client = *Endpoint::parse("10.0.0." + std::to_string(host) + ":1000");
      const auto home = picking.pick({.client = client, .key = {}});
      client.port = 2000;
      CHECK(picking.pick({.client = client, .key = {}}) == home);
      ++counts[home];
    }
    for (const auto* server : {"A", "B", "C"}) CHECK(counts[server] > 30);
  }
}

TEST_CASE("aCallWithoutTheKeyGetsAServerInTurn") {
  Picking picking("hdr(x-user)", {1, 1, 1});
  CHECK(picking.picks(6) == "ABCABC");
}

TEST_CASE("anAlgorithmSaysWhichPartOfACallItWants") {
  CHECK((*makePolicy("uri consistent"))->key().of == HashKey::Of::path);
  const auto key = (*makePolicy("hdr(X-User)"))->key();
  CHECK(key.of == HashKey::Of::header);
  CHECK(key.header == "x-user");
  CHECK((*makePolicy("source"))->key().of == HashKey::Of::nothing);
}
