// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pool/server_pool.h"

#include <array>
#include <catch2/catch.hpp>
#include <map>

using namespace switchyard;

namespace {

config::Backend backend(std::size_t servers, const std::string& balance = "roundrobin",
                        Mode mode = Mode::http) {
  config::Backend backend;
  backend.mode = mode;
  backend.balance = balance;
  for (std::size_t i = 0; i < servers; ++i)
    backend.servers.push_back(
        {.name = "s" + std::to_string(i + 1), .host = {}, .address = Endpoint::loopback(1)});
  return backend;
}

struct Pooled {
  explicit Pooled(const config::Backend& servers) : pool(loop, 7, servers, {}) {}

  /// The NodeId that was picked, 0 for nobody.
  NodeId pick(std::span<const NodeId> tried = {}) {
    const auto choice = pool.pick({.request = {}, .tried = tried, .connection = 3, .call = 99});
    outcome = choice.outcome;
    return choice.server != nullptr ? choice.server->id : NodeId{0};
  }
  std::vector<Event> told() {
    ring.publish();
    std::vector<Event> events(64);
    events.resize(ring.read(events));
    return events;
  }

  EventRing ring{1024};
  Loop loop{&ring};
  ServerPool pool;
  ServerPool::Outcome outcome = ServerPool::Outcome::nobody;
};

}  // namespace

TEST_CASE("aPickIsToldWithItsArithmetic") {
  auto servers = backend(6);
  servers.servers[1].disabled = true;
  servers.servers[2].weight = 0;
  servers.servers[3].backup = true;
  servers.servers[4].weight = 256;
  Pooled pooled(servers);
  const std::array<NodeId, 1> tried{1};
  CHECK(pooled.pick(tried) == 5);
  const auto events = pooled.told();
  REQUIRE(events.size() == 2);
  CHECK(events[0].kind == Kind::picked);
  CHECK(events[0].witness == Witness::balancer);
  CHECK(events[0].node == 7);
  const auto& decision = events[0].decision;
  CHECK(decision.call == 99);
  CHECK(decision.connection == 3);
  CHECK(decision.chosen == 5);
  CHECK(decision.attempt == 2);
  REQUIRE(decision.count == 4);
  CHECK(decision.candidates[0] == Decision::Candidate{1, Exclusion::already_tried, 1, 0});
  CHECK(decision.candidates[1] == Decision::Candidate{2, Exclusion::maintenance, 1, 0});
  CHECK(decision.candidates[2] == Decision::Candidate{3, Exclusion::zero_weight, 0, 0});
  CHECK(decision.candidates[3] == Decision::Candidate{4, Exclusion::backup, 1, 0});
  CHECK(events[1].kind == Kind::decision_more);
  REQUIRE(events[1].decision.count == 2);
  CHECK(events[1].decision.candidates[0] == Decision::Candidate{5, Exclusion::none, 255, 256});
  CHECK(events[1].decision.candidates[1] == Decision::Candidate{6, Exclusion::none, 1, 1});
}

TEST_CASE("aServerThatWasTriedIsEligibleForTheNext") {
  Pooled pooled(backend(2));
  const std::array<NodeId, 2> both{1, 2};
  CHECK(pooled.pick(both) == 0);
  CHECK(pooled.outcome == ServerPool::Outcome::nobody);
  CHECK(pooled.pick() == 1);
  CHECK(pooled.pick() == 2);
}

TEST_CASE("aFullServerIsPassedOverUntilItHasRoom") {
  auto servers = backend(2, "first");
  for (auto& server : servers.servers) server.maxconn = 1;
  Pooled pooled(servers);
  int room = 0;
  pooled.pool.onRoom([&] { ++room; });
  CHECK(pooled.pick() == 1);
  CHECK(pooled.pick() == 2);
  CHECK(pooled.pick() == 0);
  CHECK(pooled.outcome == ServerPool::Outcome::all_full);
  CHECK(pooled.told().size() == 2);  // who waits has not been decided about
  pooled.pool.release(2);
  CHECK(room == 1);
  CHECK(pooled.pool.inFlight(2) == 0);
  CHECK(pooled.pick() == 2);
  const std::array<NodeId, 2> both{1, 2};
  CHECK(pooled.pick(both) == 0);
  CHECK(pooled.outcome == ServerPool::Outcome::nobody);
}

TEST_CASE("releasingWhatIsNotCarriedIsWithoutEffect") {
  Pooled pooled(backend(1));
  pooled.pool.release(1);
  pooled.pool.release(99);
  CHECK(pooled.pool.inFlight(1) == 0);
  CHECK(pooled.pool.inFlight(99) == 0);
}

TEST_CASE("backupsServeWhenNoOtherCan") {
  auto servers = backend(4);
  servers.servers[2].backup = servers.servers[3].backup = true;
  Pooled pooled(servers);
  for (int i = 0; i < 8; ++i) CHECK(pooled.pick() <= 2);
  pooled.pool.setExclusion(1, Exclusion::draining);
  for (int i = 0; i < 4; ++i) CHECK(pooled.pick() == 2);
  int room = 0;
  pooled.pool.onRoom([&] { ++room; });
  pooled.pool.setWeight(2, 0);
  CHECK(room == 1);
  for (int i = 0; i < 4; ++i) CHECK(pooled.pick() == 3);
  pooled.pool.setExclusion(3, Exclusion::maintenance);
  CHECK(pooled.pick() == 4);
  pooled.pool.setExclusion(1, Exclusion::none);
  CHECK(pooled.pick() == 1);
}

TEST_CASE("allBackupsServeTogetherWhenTheFileSaysSo") {
  auto servers = backend(3);
  servers.servers[1].backup = servers.servers[2].backup = true;
  servers.all_backups = true;
  Pooled pooled(servers);
  pooled.pool.setExclusion(1, Exclusion::draining);
  CHECK(pooled.pick() != pooled.pick());
}

TEST_CASE("serversComeAndGoWhileOthersAreCarriedOn") {
  Pooled pooled(backend(3));
  CHECK(pooled.pick() == 1);
  CHECK(pooled.pick() == 2);
  pooled.pool.remove(1);
  CHECK(pooled.pool.find(1) == nullptr);
  CHECK(pooled.pool.inFlight(2) == 1);
  pooled.pool.add({.name = "new", .host = {}, .address = Endpoint::loopback(9)}, 40);
  REQUIRE(pooled.pool.find(40) != nullptr);
  CHECK(pooled.pool.find(40)->line.name == "new");
  std::map<NodeId, int> counts;
  for (int i = 0; i < 30; ++i) ++counts[pooled.pick()];
  CHECK(counts == std::map<NodeId, int>{{2, 10}, {3, 10}, {40, 10}});
  pooled.pool.release(1);
  pooled.pool.remove(1);
}

TEST_CASE("anotherAlgorithmMayBeChosenAtAnyTime") {
  Pooled pooled(backend(3, "first"));
  CHECK(pooled.pick() == 1);
  REQUIRE(pooled.pool.setPolicy("leastconn"));
  CHECK(pooled.pick() == 2);
  REQUIRE(pooled.pool.setPolicy("hdr(x-user) consistent"));
  CHECK(pooled.pool.key().header == "x-user");
  CHECK_FALSE(pooled.pool.setPolicy("fastest"));
  CHECK(pooled.pool.key().header == "x-user");
}

TEST_CASE("anAlgorithmThatReadsCallsIsRefusedInModeTcp") {
  Pooled pooled(backend(3, "roundrobin", Mode::tcp));
  const auto set = pooled.pool.setPolicy("uri");
  REQUIRE_FALSE(set);
  CHECK(set.error().remedy == "Use 'source', or mode http.");
}
