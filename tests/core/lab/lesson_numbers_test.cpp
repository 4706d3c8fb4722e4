// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers that the lessons on connections and requests promise, from real gRPC processes.
#include "tests/core/lab/laboratory.h"

#include <catch2/catch.hpp>
#include <set>

using namespace switchyard;
using namespace switchyard::lab_test;

namespace {

using Calls = std::vector<std::uint64_t>;

/// Three servers; returns when every call has ended and every witness tells the same.
struct Run : Laboratory {
  Run(const std::string& mode, const Calls& calls)
      : Laboratory(scenarioOn(freePorts(4), mode, clientsCalling(calls))) {
    lab().start();
    lab().submit(command::Run{});
    REQUIRE(awaitEndOfTraffic());
    REQUIRE(awaitAgreement());
    REQUIRE(awaitKernel());
  }
};

}  // namespace

TEST_CASE("six connections, and each client's calls all on one server") {
  const Run run("tcp", {100, 100, 100});
  CHECK(run.callsPerServer() == Calls{100, 100, 100});
  CHECK(run.world().peakDownstream() == 3);
  CHECK(run.world().peakUpstream() == 3);
  std::set<NodeId> called;
  for (const auto& client : run.world().clients()) {
    REQUIRE(client.by_server.size() == 1);
    called.insert(client.by_server.begin()->first);
  }
  CHECK(called.size() == 3);
}

TEST_CASE("unequal clients load the servers unequally by connection, and equally by request") {
  CHECK(Run("tcp", {1000, 300, 100}).callsPerServer() == Calls{1000, 300, 100});
  CHECK(Run("http", {1000, 300, 100}).callsPerServer() == Calls{467, 467, 466});
}

TEST_CASE("a single client has one server by connection, and all of them by request") {
  CHECK(Run("tcp", {300}).callsPerServer() == Calls{300, 0, 0});
  CHECK(Run("http", {300}).callsPerServer() == Calls{100, 100, 100});
}

TEST_CASE("fewer clients than servers leave a server idle by connection") {
  CHECK(Run("tcp", {150, 150}).callsPerServer() == Calls{150, 150, 0});
}
