// SPDX-License-Identifier: GPL-3.0-or-later
// When checks are made, and what they make of the server.
#include "tests/core/health/checking.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::health;

TEST_CASE("theFirstCheckDecides") {
  Loop loop;
  Peer peer(loop, saysNothing());
  auto plan = planTo(peer.address());
  plan.fall = 3;
  plan.every_while_turning = 1h;
  peer.refuse();
  Checking checking(loop, plan);
  CHECK(checking.check.level().up());
  CHECK(checking.goesDown());
  CHECK(checking.check.level().failures() == 1);
  CHECK(checking.check.reason() == "refused the connection");
}

TEST_CASE("aServerFallsAfterSoManyFailuresAndRisesAfterSoManySuccesses") {
  Loop loop;
  Peer peer(loop, saysNothing());
  auto plan = planTo(peer.address());
  plan.fall = 3;
  plan.rise = 2;
  Checking checking(loop, plan);
  REQUIRE(checking.comesUp());
  peer.refuse();
  REQUIRE(loopUntil(loop, [&] { return !checking.check.level().up(); }));
  CHECK(checking.check.level().failures() == 3);
  const int before = peer.accepted();
  peer.listen();
  REQUIRE(loopUntil(loop, [&] { return checking.check.level().up(); }));
  CHECK(peer.accepted() >= before + 1);  // the peer may hear of its last connection after the check does
  CHECK(checking.check.level().count() == 0);
}

TEST_CASE("oneSuccessInBetweenMakesTheCountBeginAnew") {
  Level level(2, 3);
  CHECK_FALSE(level.pass());
  CHECK_FALSE(level.fail());
  CHECK_FALSE(level.fail());
  CHECK_FALSE(level.pass());
  CHECK_FALSE(level.fail());
  CHECK_FALSE(level.fail());
  CHECK(level.up());
  CHECK(level.fail());
  CHECK_FALSE(level.up());
  CHECK_FALSE(level.pass());
  CHECK_FALSE(level.fail());
  CHECK_FALSE(level.pass());
  CHECK(level.pass());
  CHECK(level.up());
}

TEST_CASE("whileHealthTurnsChecksComeFaster") {
  Loop loop;
  Peer peer(loop, saysNothing());
  auto plan = planTo(peer.address());
  plan.fall = plan.rise = 3;
  plan.every = plan.every_while_down = 1h;
  Checking checking(loop, plan);
  REQUIRE(checking.comesUp());
  peer.refuse();
  checking.check.hurry();  // else the next would come in an hour
  CHECK(loopUntil(loop, [&] { return !checking.check.level().up(); }));
}

TEST_CASE("aServerThatIsDownIsCheckedAtItsOwnPace") {
  Loop loop;
  Peer peer(loop, saysNothing());
  auto plan = planTo(peer.address());
  plan.every = plan.every_while_turning = 1h;
  Checking checking(loop, plan);
  peer.refuse();
  REQUIRE(checking.goesDown());
  peer.listen();
  CHECK(loopUntil(loop, [&] { return checking.check.level().up(); }));
}

TEST_CASE("aCheckThatIsStoppedMakesNoMoreConnections") {
  Loop loop;
  Peer peer(loop, saysNothing());
  Checking checking(loop, planTo(peer.address()));
  REQUIRE(checking.comesUp());
  checking.check.stop();
  loopFor(loop, 10ms);  // what is still in the kernel's queue
  const int before = peer.accepted();
  loopFor(loop, 50ms);
  CHECK(peer.accepted() == before);
}

TEST_CASE("whatLiveTrafficSaysCounts") {
  Loop loop;
  Peer peer(loop, saysNothing());
  auto plan = planTo(peer.address());
  plan.fall = 3;
  plan.every = 1h;
  plan.every_while_turning = 1h;
  Checking checking(loop, plan);
  REQUIRE(checking.comesUp());
  SECTION("as failed checks") {
    checking.check.countFailure();
    checking.check.countFailure();
    CHECK(checking.check.level().up());
    checking.check.countFailure();
    CHECK_FALSE(checking.check.level().up());
    CHECK(checking.check.reason() == "answered live calls with errors");
  }
  SECTION("so that one more failure is enough") {
    peer.refuse();
    checking.check.onlyOneMore();
    CHECK(loopUntil(loop, [&] { return !checking.check.level().up(); }));
    CHECK(checking.check.level().failures() == 1);
  }
}

TEST_CASE("eachConnectionOfACheckIsToldWithItsEnds") {
  EventRing ring(1024);
  Loop loop(&ring);
  Peer peer(loop, saysNothing());
  auto plan = planTo(peer.address());
  plan.every = 1h;
  Checking checking(loop, plan);
  REQUIRE(checking.comesUp());
  std::vector<Event> told(16);
  told.resize(ring.read(told));
  REQUIRE(told.size() == 2);
  CHECK(told[0].kind == Kind::check_opened);
  CHECK(told[1].kind == Kind::check_closed);
  for (const auto& event : told) {
    CHECK(event.witness == Witness::balancer);
    CHECK(event.node == Checking::kBalancer);
    CHECK(event.opened.server == Checking::kServer);
    CHECK(event.opened.remote == peer.address());
    CHECK(event.opened.local.port != 0);
  }
}
