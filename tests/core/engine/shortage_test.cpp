// SPDX-License-Identifier: GPL-3.0-or-later
// Connections that cannot even begin: no way to a server, or no means of our own.
#include "tests/core/engine/system_calls.h"
#include "tests/core/engine/yard.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cerrno>

using namespace switchyard;
using namespace switchyard::engine_test;
using namespace std::chrono_literals;
using system_calls::SystemCall;
using tcp_test::Proxy;

namespace {

/// Nobody can connect to a group of computers: the system refuses at once (ENETUNREACH, EINVAL or EACCES).
const Endpoint kNowhere = *Endpoint::parse("224.0.0.1:5051");

void noDescriptorIsLeft() {
  system_calls::fail(SystemCall::socket, EMFILE, 1, system_calls::kAlways);
}

bool isTold(const std::vector<Error>& problems, const std::string& words) {
  return std::any_of(problems.begin(), problems.end(),
                     [&](const Error& problem) { return problem.text().find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("aServerThatCannotBeReachedAtOnceCostsOneAnswerAndNothingElse") {
  for (const std::string mode : {"tcp", "http"}) {
    const Proxy proxy({.servers = {{kNowhere}}, .mode = mode});
    for (int i = 0; i < 3; ++i)
      CHECK(callThrough(proxy.address()) == (mode == "tcp" ? Outcome::lost : Outcome::refused));
  }
}

TEST_CASE("ofTwoServersTheOneThatCanBeReachedTakesEveryCall") {
  const Answering server;
  for (const std::string mode : {"tcp", "http"})
    for (const std::string balance : {"roundrobin", "leastconn", "first", "random"}) {
      const Proxy proxy({.servers = {{kNowhere}, {server.address()}, {kNowhere}},
                         .backend = "balance " + balance + "\n",
                         .mode = mode});
      for (int i = 0; i < 6; ++i) CHECK(callThrough(proxy.address()) == Outcome::answered);
    }
}

TEST_CASE("whenAServerCannotBeReachedAtOnceTheNextOneIsTriedInALaterTurn") {
  for (const std::string mode : {"tcp", "http"}) {
    const Yard yard({.mode = mode});
    system_calls::fail(SystemCall::connect, ENETUNREACH, 1, system_calls::kAlways);
    CHECK(yard.call() != Outcome::answered);
    system_calls::heal();
    CHECK(system_calls::failures() == 2);
    CHECK(system_calls::mostInATurn() == 1);
  }
}

TEST_CASE("aShortageOfOursIsToldOnceAndSaysNothingOfTheServers") {
  for (const std::string mode : {"tcp", "http"}) {
    Yard yard({.mode = mode, .checks = true, .observed = true});
    REQUIRE(yard.awaitServers());
    noDescriptorIsLeft();
    REQUIRE(yard.balancer().await([&](const World&) { return !yard.balancer().problems().empty(); }));
    std::this_thread::sleep_for(200ms);  // ten checks of each, and a call whose connection fails
    CHECK(yard.call() != Outcome::answered);
    system_calls::heal();
    CHECK(isTold(yard.balancer().problems(), "no file descriptor is left"));
    CHECK(isTold(yard.balancer().problems(), "ulimit -n"));
    CHECK(yard.balancer().problems().size() == 1);
    for (const auto& event : yard.balancer().events())
      if (event.kind == Kind::node_state && event.witness == Witness::balancer)
        CHECK(event.state.state != NodeState::down);
    CHECK(yard.call() == Outcome::answered);
  }
}

TEST_CASE("aConnectionThatIsThereCarriesTheCallsThatCouldHaveNone") {
  const Yard yard({.mode = "http"});
  REQUIRE(yard.call() == Outcome::answered);  // one of the two servers has a connection now
  noDescriptorIsLeft();
  for (int i = 0; i < 10; ++i) CHECK(yard.call() == Outcome::answered);
  system_calls::heal();
}

TEST_CASE("aCallWaitsForADescriptor") {
  for (const std::string mode : {"tcp", "http"}) {
    const Yard yard({.mode = mode, .connect_within = "5s"});
    noDescriptorIsLeft();
    auto outcome = Outcome::hung;
    std::thread caller([&] { outcome = yard.call(); });
    std::this_thread::sleep_for(100ms);
    system_calls::heal();
    caller.join();
    CHECK(outcome == Outcome::answered);
  }
}

TEST_CASE("aCallThatWaitedForADescriptorInVainIsToldThatTheLackIsOurs") {
  const Yard yard({.mode = "http"});
  noDescriptorIsLeft();
  std::string why;
  CHECK(yard.call(&why) == Outcome::refused);
  CHECK(why == "The balancer could not connect to a server: no file descriptor is left.");
  system_calls::heal();
  CHECK(yard.call() == Outcome::answered);
}

TEST_CASE("aServerThatThisComputerHasNoAddressToCallFromIsNoLackOfPorts") {
  for (const std::string mode : {"tcp", "http"}) {
    Yard yard({.mode = mode, .checks = true});
    REQUIRE(yard.awaitServers());
    system_calls::fail(SystemCall::connect, EADDRNOTAVAIL, 1, system_calls::kAlways);  // ::1 without IPv6
    CHECK(yard.balancer().await([](const World& world) {
      return std::all_of(world.servers().begin(), world.servers().end(),
                         [](const Server& server) { return server.health.state == NodeState::down; });
    }));
    CHECK(yard.call() != Outcome::answered);
    system_calls::heal();
    CHECK(!isTold(yard.balancer().problems(), "port"));
  }
}

TEST_CASE("whoWaitsForADescriptorCostsNoMoreThanATryATick") {
  for (const std::string mode : {"tcp", "http"}) {
    const Yard yard({.mode = mode});
    noDescriptorIsLeft();
    std::vector<std::thread> callers;
    for (int i = 0; i < 30; ++i)
      callers.emplace_back([&] { static_cast<void>(callThrough(yard.address())); });
    std::this_thread::sleep_for(100ms);
    system_calls::fail(SystemCall::socket, EMFILE, 1, system_calls::kAlways);  // counts anew
    std::this_thread::sleep_for(100ms);
    const auto tries = system_calls::failures();
    for (auto& caller : callers) caller.join();
    system_calls::heal();
    CHECK(tries <= 8);
  }
}
