// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/traffic.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <vector>

using namespace switchyard::node;
using namespace std::chrono_literals;

namespace {

/// A client whose calls end when the test says so.
class Bench {
 public:
  Bench() : traffic([this](Traffic::Ticket ticket) { started(ticket); }, [this] { ++idle; }) {}

  void plan(std::uint64_t calls, std::uint32_t connections, std::uint32_t concurrency, double rate = 0) {
    TrafficPlan plan;
    plan.calls = calls;
    plan.connections = connections;
    plan.concurrency = concurrency;
    plan.rate = rate;
    traffic.plan(plan);
  }
  std::size_t underWay() {
    const std::lock_guard lock(mutex);
    return open.size();
  }
  std::size_t startedSoFar() {
    const std::lock_guard lock(mutex);
    return starts.size();
  }
  void endOldest(bool reached_server = true) {
    Traffic::Ticket ticket;
    {
      const std::lock_guard lock(mutex);
      REQUIRE_FALSE(open.empty());
      ticket = open.front();
      open.erase(open.begin());
    }
    traffic.ended(ticket, reached_server);
  }
  std::size_t endAll() {
    while (underWay() > 0) endOldest();
    return startedSoFar();
  }
  bool waitForStarts(std::size_t count, std::chrono::milliseconds patience = 5s) {
    const auto until = Traffic::Clock::now() + patience;
    while (startedSoFar() < count && Traffic::Clock::now() < until) std::this_thread::sleep_for(1ms);
    return startedSoFar() >= count;
  }
  std::map<std::uint32_t, int> callsByConnection() {
    std::map<std::uint32_t, int> counts;
    for (const auto& start : starts) ++counts[start.connection];
    return counts;
  }

  struct Start {
    Traffic::Clock::time_point at;
    std::uint32_t connection;
  };
  std::mutex mutex;
  std::vector<Start> starts;
  std::vector<Traffic::Ticket> open;
  std::atomic<bool> answers_at_once{false};
  std::atomic<int> idle{0};
  Traffic traffic;

 private:
  void started(Traffic::Ticket ticket) {
    {
      const std::lock_guard lock(mutex);
      starts.push_back({Traffic::Clock::now(), ticket.connection});
      if (!answers_at_once) open.push_back(ticket);
    }
    if (answers_at_once) traffic.ended(ticket, true);
  }
};

}  // namespace

TEST_CASE("aRunMakesItsCallsAndThenIsIdleOnce") {
  Bench bench;
  bench.plan(10, 1, 1);
  CHECK(bench.startedSoFar() == 0);
  bench.traffic.run();
  CHECK(bench.endAll() == 10);
  CHECK(bench.idle == 1);
  bench.traffic.run();
  CHECK(bench.endAll() == 20);
  CHECK(bench.idle == 2);
}

TEST_CASE("noMoreCallsThanConcurrencyAreUnderWay") {
  Bench bench;
  bench.plan(100, 4, 7);
  bench.traffic.run();
  CHECK(bench.underWay() == 7);
  bench.endOldest();
  CHECK(bench.underWay() == 7);
  CHECK(bench.startedSoFar() == 8);
}

TEST_CASE("callsAreSpreadOverConnectionsEvenly") {
  for (const auto concurrency : {1u, 3u, 4u, 10u, 40u}) {
    Bench bench;
    bench.plan(400, 4, concurrency);
    bench.traffic.run();
    bench.endAll();
    INFO(concurrency);
    for (const auto& [connection, calls] : bench.callsByConnection()) CHECK(calls == 100);
    CHECK(bench.callsByConnection().size() == 4);
  }
}

TEST_CASE("aConnectionWhoseCallsDoNotEndHoldsNoMoreThanItsShare") {
  Bench bench;
  bench.plan(0, 2, 4);
  bench.traffic.run();
  for (int turn = 0; turn < 50; ++turn) {  // only calls on connection 1 are answered
    const auto answered =
        std::find_if(bench.open.begin(), bench.open.end(), [](auto& t) { return t.connection == 1; });
    REQUIRE(answered != bench.open.end());
    const auto ticket = *answered;
    bench.open.erase(answered);
    bench.traffic.ended(ticket, true);
  }
  CHECK(bench.callsByConnection()[0] == 2);
  CHECK(bench.callsByConnection()[1] == 52);
}

TEST_CASE("pauseStartsNoFurtherCall") {
  Bench bench;
  bench.plan(0, 1, 2);
  bench.traffic.run();
  bench.endOldest();
  bench.traffic.pause();
  const auto so_far = bench.startedSoFar();
  CHECK(bench.endAll() == so_far);
  CHECK(bench.idle == 1);
}

TEST_CASE("extraCallsRunBesideTheOthers") {
  Bench bench;
  bench.plan(0, 1, 2);
  bench.traffic.run();
  CHECK(bench.underWay() == 2);
  bench.traffic.send(3);
  CHECK(bench.underWay() == 4);  // two more: extra calls respect concurrency among themselves
  bench.traffic.pause();
  bench.endAll();
  bench.traffic.send(3);
  const auto before = bench.startedSoFar();
  CHECK(bench.endAll() - before == 1);  // two of the three had started already
}

TEST_CASE("callsAtARateAreEvenlySpaced") {
  Bench bench;
  bench.answers_at_once = true;
  bench.plan(50, 1, 1, 200);
  bench.traffic.run();
  REQUIRE(bench.waitForStarts(50));
  const auto took = bench.starts.back().at - bench.starts.front().at;
  CHECK(took >= 244ms);  // 49 intervals of 5 ms, give a hair for the clock thread's own lateness at the first
  CHECK(took < 1s);
}

TEST_CASE("theScheduleDoesNotWaitForAnswers") {
  Bench bench;
  bench.plan(20, 1, 100, 400);
  bench.traffic.run();
  REQUIRE(bench.waitForStarts(20));
  CHECK(bench.underWay() == 20);
}

TEST_CASE("aStallIsNotFollowedByABurst") {
  Bench bench;
  bench.plan(0, 1, 1, 100);
  bench.traffic.run();
  REQUIRE(bench.waitForStarts(1));
  std::this_thread::sleep_for(200ms);  // twenty calls were due, but one was under way
  CHECK(bench.startedSoFar() == 1);
  bench.answers_at_once = true;
  const auto before = Traffic::Clock::now();
  bench.endOldest();
  REQUIRE(bench.waitForStarts(6));
  CHECK(bench.starts[5].at - before >= 39ms);  // the second at once, then four intervals
}

TEST_CASE("aCallThatReachedNoServerRestsBeforeTheNext") {
  Bench bench;
  bench.plan(3, 1, 1);
  bench.traffic.run();
  const auto before = Traffic::Clock::now();
  bench.endOldest(false);
  CHECK(bench.startedSoFar() == 1);
  REQUIRE(bench.waitForStarts(2));
  CHECK(bench.starts[1].at - before >= Traffic::kRest);
  bench.endOldest();
  CHECK(bench.startedSoFar() == 3);
  bench.endOldest(false);  // nothing is left to start: no rest, idle at once
  CHECK(bench.idle == 1);
}

TEST_CASE("aRestingCallThatPauseCaughtStillEndsInIdle") {
  Bench bench;
  bench.plan(0, 1, 1);
  bench.traffic.run();
  bench.endOldest(false);
  bench.traffic.pause();
  for (int turn = 0; turn < 1000 && bench.idle == 0; ++turn) std::this_thread::sleep_for(1ms);
  CHECK(bench.idle == 1);
  CHECK(bench.startedSoFar() == 1);
}

TEST_CASE("aNewPlanAppliesToARunUnderWay") {
  Bench bench;
  bench.plan(0, 1, 2);
  bench.traffic.run();
  bench.plan(0, 3, 6);
  CHECK(bench.underWay() == 6);
  bench.plan(0, 1, 1);
  const auto started = bench.startedSoFar();
  for (int call = 0; call < 5; ++call) bench.endOldest();
  CHECK(bench.startedSoFar() == started);
  bench.endOldest();
  CHECK(bench.startedSoFar() == started + 1);
}

TEST_CASE("steadyGoesOnAtItsOwnRate") {
  Bench bench;
  bench.answers_at_once = true;
  bench.plan(1, 1, 1);
  bench.traffic.steady(500);
  REQUIRE(bench.waitForStarts(20));
  bench.traffic.pause();
  CHECK(bench.starts[19].at - bench.starts[0].at >= 37ms);
}
