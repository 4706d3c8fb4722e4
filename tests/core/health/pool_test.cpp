// SPDX-License-Identifier: GPL-3.0-or-later
// What the pool makes of health: who is picked, what is told, and what the World shows.
#include "core/pool/server_pool.h"
#include "core/world/world.h"
#include "tests/core/health/checking.h"

#include <catch2/catch.hpp>
#include <map>

using namespace switchyard;
using namespace switchyard::health;

namespace {

constexpr NodeId kBalancer = 9;

/// A pool over peers, each checked every 5 ms; servers are numbered 1 upwards.
struct Pooled {
  explicit Pooled(std::size_t servers) {
    backend.name = "b";
    backend.mode = Mode::http;
    for (std::size_t i = 0; i < servers; ++i) {
      peers.push_back(std::make_unique<Peer>(loop, saysNothing()));
      config::ServerLine line;
      line.name = "s" + std::to_string(i + 1);
      line.address = peers.back()->address();
      line.check = {.on = true, .address = {}, .inter = 5ms, .rise = 1, .fall = 1};
      backend.servers.push_back(line);
      Event added(1, Kind::node_added, Witness::lab, static_cast<NodeId>(i + 1));
      added.added.role = Role::server;
      world.apply(added);
    }
  }

  /// With `backend` as it is now.
  void start() {
    pool = std::make_unique<ServerPool>(loop, kBalancer, backend, std::vector<NodeId>{});
    pool->onProblem([this](const Error& error) { problems.push_back(error.what); });
    pool->start();
    settle();
  }
  /// Until each server's first check has been made.
  void settle() {
    REQUIRE(shows([this] {
      return std::all_of(world.servers().begin(), world.servers().end(),
                         [](const Server& server) { return server.health.since != 0; });
    }));
  }
  bool shows(const std::function<bool()>& what) {
    return loopUntil(loop, [&] {
      Event event;
      while (ring.read({&event, 1}) > 0) world.apply(event);
      return what();
    });
  }
  bool shows(NodeId server, NodeState state) {
    return shows([=, this] { return health(server).state == state; });
  }
  const Health& health(NodeId server) const { return world.server(server)->health; }

  std::map<NodeId, int> picks(int count) {
    std::map<NodeId, int> counts;
    for (int i = 0; i < count; ++i) {
      const auto choice = pool->pick({});
      const NodeId id = choice.server != nullptr ? choice.server->id : NodeId{0};
      ++counts[id];
      pool->release(id);
    }
    return counts;
  }
  using Counts = std::map<NodeId, int>;

  EventRing ring{1 << 14};
  Loop loop{&ring};
  World world;
  std::vector<std::unique_ptr<Peer>> peers;
  config::Backend backend;
  std::unique_ptr<ServerPool> pool;
  std::vector<std::string> problems;
};

}  // namespace

TEST_CASE("aServerThatIsDownGetsNothingUntilItIsUpAgain") {
  Pooled pooled(3);
  pooled.start();
  pooled.peers[1]->refuse();
  REQUIRE(pooled.shows(2, NodeState::down));
  CHECK(pooled.health(2).cause == Cause::checks_failed);
  CHECK(pooled.health(2).detail == 1);
  CHECK(pooled.picks(10) == Pooled::Counts{{1, 5}, {3, 5}});
  REQUIRE(pooled.problems.size() == 1);
  CHECK(pooled.problems[0] ==
        "Server 's2' is down: 1 check failed; the last time it refused the connection.");
  pooled.peers[1]->listen();
  REQUIRE(pooled.shows(2, NodeState::ready));
  CHECK(pooled.health(2).cause == Cause::none);
  CHECK(pooled.picks(9) == Pooled::Counts{{1, 3}, {2, 3}, {3, 3}});
}

TEST_CASE("theWayUpIsShown") {
  Pooled pooled(1);
  pooled.backend.servers[0].check.rise = 1000;
  pooled.peers[0]->refuse();
  pooled.start();
  REQUIRE(pooled.shows(1, NodeState::down));
  pooled.peers[0]->listen();
  REQUIRE(pooled.shows(1, NodeState::starting));
  CHECK(pooled.shows([&] { return pooled.health(1).detail > 2; }));
  CHECK(pooled.picks(1) == Pooled::Counts{{0, 1}});
}

TEST_CASE("aBackupServesWhileTheOthersAreDown") {
  Pooled pooled(2);
  pooled.backend.servers[1].backup = true;
  pooled.start();
  CHECK(pooled.picks(4) == Pooled::Counts{{1, 4}});
  pooled.peers[0]->refuse();
  REQUIRE(pooled.shows(1, NodeState::down));
  CHECK(pooled.picks(4) == Pooled::Counts{{2, 4}});
  pooled.peers[0]->listen();
  REQUIRE(pooled.shows(1, NodeState::ready));
  CHECK(pooled.picks(4) == Pooled::Counts{{1, 4}});
}

TEST_CASE("whenTooFewAreWellAllGetTraffic") {
  Pooled pooled(4);
  pooled.backend.panic_threshold = 50;
  pooled.start();
  for (const std::size_t i : {0U, 1U}) {
    pooled.peers[i]->refuse();
    REQUIRE(pooled.shows(static_cast<NodeId>(i + 1), NodeState::down));
  }
  CHECK(pooled.picks(8) == Pooled::Counts{{3, 4}, {4, 4}});  // half of them are not fewer than half
  pooled.peers[2]->refuse();
  REQUIRE(pooled.shows(3, NodeState::down));
  CHECK(pooled.picks(8) == Pooled::Counts{{1, 2}, {2, 2}, {3, 2}, {4, 2}});
  CHECK(std::count_if(pooled.problems.begin(), pooled.problems.end(), [](const std::string& what) {
          return what.find("Panic: 1 of 4 servers of 'b' are well") == 0;
        }) == 1);
  pooled.peers[0]->listen();
  REQUIRE(pooled.shows(1, NodeState::ready));
  CHECK(pooled.picks(8) == Pooled::Counts{{1, 4}, {4, 4}});
}

TEST_CASE("withoutAThresholdTheLastOneCarriesAll") {
  Pooled pooled(4);
  pooled.start();
  for (const std::size_t i : {0U, 1U, 2U}) {
    pooled.peers[i]->refuse();
    REQUIRE(pooled.shows(static_cast<NodeId>(i + 1), NodeState::down));
  }
  CHECK(pooled.picks(8) == Pooled::Counts{{4, 8}});
}

TEST_CASE("aServerThatComesBackStartsSlowly") {
  Pooled pooled(2);
  pooled.backend.servers[0].slowstart = 1h;
  pooled.start();
  pooled.peers[0]->refuse();
  REQUIRE(pooled.shows(1, NodeState::down));
  pooled.peers[0]->listen();
  REQUIRE(pooled.shows(1, NodeState::ready));
  const auto counts = pooled.picks(100);
  CHECK(counts.count(1) == 0);
  CHECK(counts.at(2) == 100);
}

TEST_CASE("slowStartEnds") {
  Pooled pooled(2);
  pooled.backend.servers[0].slowstart = 20ms;
  pooled.start();
  pooled.pool->setExclusion(1, Exclusion::maintenance);
  pooled.pool->setExclusion(1, Exclusion::none);
  CHECK(pooled.picks(10).count(1) == 0);
  CHECK(loopUntil(pooled.loop, [&] { return pooled.picks(10) == Pooled::Counts{{1, 5}, {2, 5}}; }));
}

TEST_CASE("aServerThatAnswersWithErrorsIsEjectedForAWhile") {
  Pooled pooled(3);
  for (auto& server : pooled.backend.servers) {
    server.check = {.on = false, .address = {}, .inter = 20ms, .rise = 1};
    server.observe = {config::Observe::Layer::layer7, 3, config::Observe::OnError::mark_down};
  }
  pooled.pool = std::make_unique<ServerPool>(pooled.loop, kBalancer, pooled.backend, std::vector<NodeId>{});
  pooled.pool->start();
  constexpr std::uint8_t kUnavailable = 14;
  const auto fail = [&](NodeId server, int times) {
    for (int i = 0; i < times; ++i) pooled.pool->observeAnswer(server, kUnavailable);
  };
  fail(2, 2);
  pooled.pool->observeAnswer(2, 0);
  fail(2, 2);
  CHECK(pooled.picks(3) == Pooled::Counts{{1, 1}, {2, 1}, {3, 1}});
  fail(2, 1);
  CHECK(pooled.picks(4) == Pooled::Counts{{1, 2}, {3, 2}});
  fail(3, 3);  // one of three is the most that may be out
  CHECK(pooled.picks(4) == Pooled::Counts{{1, 2}, {3, 2}});
  REQUIRE(pooled.shows(2, NodeState::down));
  CHECK(pooled.health(2).cause == Cause::ejected);
  CHECK(pooled.health(2).detail == 3);
  REQUIRE(pooled.shows(2, NodeState::ready));
  CHECK(pooled.picks(3) == Pooled::Counts{{1, 1}, {2, 1}, {3, 1}});
}

TEST_CASE("connectionsThatFailAreObservedAtEitherLayer") {
  const auto layer = GENERATE(config::Observe::Layer::layer4, config::Observe::Layer::layer7);
  Pooled pooled(2);
  for (auto& server : pooled.backend.servers) {
    server.check.on = false;
    server.observe = {layer, 2, config::Observe::OnError::mark_down};
  }
  pooled.pool = std::make_unique<ServerPool>(pooled.loop, kBalancer, pooled.backend, std::vector<NodeId>{});
  pooled.pool->start();
  pooled.pool->observeConnect(1, false);
  pooled.pool->observeConnect(1, true);
  pooled.pool->observeConnect(1, false);
  // A connection alone is no answer: only at layer 4 does it end a row of errors.
  const bool ejected = layer == config::Observe::Layer::layer7;
  CHECK(pooled.picks(4).count(1) == (ejected ? 0 : 1));
}

TEST_CASE("errorsOfLiveTrafficCountAsFailedChecks") {
  Pooled pooled(2);
  for (auto& server : pooled.backend.servers) {
    server.check.inter = 1h;
    server.observe = {config::Observe::Layer::layer7, 2, config::Observe::OnError::fail_check};
  }
  pooled.backend.servers[1].check.inter = 5ms;
  pooled.start();
  pooled.pool->observeAnswer(1, 13);
  pooled.pool->observeAnswer(1, 13);
  CHECK(pooled.picks(4) == Pooled::Counts{{2, 4}});
  REQUIRE(pooled.shows(1, NodeState::down));
  CHECK(pooled.health(1).cause == Cause::checks_failed);
}

TEST_CASE("drainAndMaintenanceAreShownAndTakenBack") {
  Pooled pooled(2);
  pooled.start();
  pooled.pool->setExclusion(1, Exclusion::draining);
  REQUIRE(pooled.shows(1, NodeState::draining));
  CHECK(pooled.health(1).cause == Cause::asked);
  CHECK(pooled.picks(4) == Pooled::Counts{{2, 4}});
  pooled.pool->setExclusion(1, Exclusion::maintenance);
  REQUIRE(pooled.shows(1, NodeState::stopped));
  loopFor(pooled.loop, 10ms);  // what is still in the kernel's queue
  const int before = pooled.peers[0]->accepted();
  loopFor(pooled.loop, 50ms);
  CHECK(pooled.peers[0]->accepted() == before);
  pooled.pool->setExclusion(1, Exclusion::none);
  REQUIRE(pooled.shows(1, NodeState::ready));
  CHECK(pooled.picks(4) == Pooled::Counts{{1, 2}, {2, 2}});
  CHECK(pooled.shows([&] { return pooled.peers[0]->accepted() > before; }));
}

TEST_CASE("aServerThatIsAddedIsCheckedToo") {
  Pooled pooled(2);
  auto late = pooled.backend.servers[1];
  pooled.backend.servers.pop_back();
  pooled.pool = std::make_unique<ServerPool>(pooled.loop, kBalancer, pooled.backend, std::vector<NodeId>{});
  pooled.pool->start();
  pooled.peers[1]->refuse();
  pooled.pool->add(late, 2);
  REQUIRE(pooled.shows(2, NodeState::down));
  pooled.pool->remove(2);
  loopFor(pooled.loop, 20ms);
  CHECK(pooled.picks(4) == Pooled::Counts{{1, 4}});
}
