// SPDX-License-Identifier: GPL-3.0-or-later
// How a node ends: at once with its standard input, in order with SIGTERM.
#include "tests/core/node/node_program.h"

#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::node_test;

namespace {

constexpr std::uint8_t kCancelled = 1;
constexpr std::uint8_t kUnavailable = 14;

std::chrono::milliseconds timed(const std::function<void()>& work) {
  const auto before = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - before);
}

bool allHave(const std::vector<Event>& events, std::uint8_t status) {
  return std::all_of(events.begin(), events.end(),
                     [status](const Event& e) { return e.call.status == status; });
}

}  // namespace

TEST_CASE("theEndOfStandardInputEndsANodeAtOnce") {
  ServerProgram server({"--latency", "10s"});
  ClientProgram client(server.address(), {.calls = 20, .concurrency = 20});
  client.say("run");
  REQUIRE(server.await(Kind::call_received, 20));
  for (NodeProgram* node : {static_cast<NodeProgram*>(&client), static_cast<NodeProgram*>(&server)}) {
    const auto took = timed([&] {
      node->closeInput();
      CHECK(node->waitForEnd() == 0);
    });
    CHECK(took < 100ms);
  }
}

TEST_CASE("theEndOfStandardInputCutsAGracefulEndShort") {
  ServerProgram server({"--latency", "10s"});
  ClientProgram client(server.address(), {.calls = 1});
  client.say("run");
  REQUIRE(server.await(Kind::call_received, 1));
  server.signal(SIGTERM);
  std::this_thread::sleep_for(50ms);
  const auto took = timed([&] {
    server.closeInput();
    CHECK(server.waitForEnd() == 0);
  });
  CHECK(took < 100ms);
}

TEST_CASE("aLameDuckAnswersUntilItStops") {
  ServerProgram server({"--lame-duck", "500ms"});
  ClientProgram client(server.address(), {.calls = 1});
  const auto took = timed([&] {
    server.signal(SIGTERM);
    client.say("run");
    REQUIRE(client.await(Kind::call_ended, 1));
    CHECK(server.waitForEnd() == 0);
  });
  CHECK(allHave(client.events(Kind::call_ended), 0));
  CHECK(took >= 500ms);
}

TEST_CASE("aTerminatedServerAnswersWhatItHas") {
  ServerProgram server({"--latency", "500ms"});
  ClientProgram client(server.address(), {.calls = 10, .concurrency = 10});
  client.say("run");
  REQUIRE(server.await(Kind::call_received, 10));
  server.signal(SIGTERM);
  CHECK(server.waitForEnd() == 0);
  REQUIRE(client.await(Kind::call_ended, 10));
  CHECK(allHave(client.events(Kind::call_ended), 0));
  CHECK(allHave(server.events(Kind::call_answered), 0));
  client.say("send n=1");  // nobody listens any more
  REQUIRE(client.await(Kind::call_ended, 11));
  CHECK(client.events(Kind::call_ended).back().call.status == kUnavailable);
}

TEST_CASE("aTerminatedServerWaitsTwoSecondsAtMost") {
  ServerProgram server({"--latency", "60s"});
  ClientProgram client(server.address(), {.calls = 5, .concurrency = 5});
  client.say("run");
  REQUIRE(server.await(Kind::call_received, 5));
  const auto took = timed([&] {
    server.signal(SIGTERM);
    CHECK(server.waitForEnd() == 0);
  });
  CHECK(took >= 1900ms);
  CHECK(took < 3s);
  CHECK(server.events(Kind::call_answered).size() == 5);
  CHECK(eachOnce(server.events(Kind::call_answered)));
  REQUIRE(client.await(Kind::call_ended, 5));
}

TEST_CASE("aTerminatedClientGivesItsCallsTwoHundredMilliseconds") {
  ServerProgram server({"--latency", "60s"});
  ClientProgram client(server.address(), {.calls = 5, .concurrency = 5});
  client.say("run");
  REQUIRE(server.await(Kind::call_received, 5));
  const auto took = timed([&] {
    client.signal(SIGTERM);
    CHECK(client.waitForEnd() == 0);
  });
  CHECK(took >= 190ms);
  CHECK(took < 1s);
  CHECK(client.events(Kind::call_ended).size() == 5);
  CHECK(allHave(client.events(Kind::call_ended), kCancelled));
}

TEST_CASE("aTerminatedClientWithoutCallsEndsAtOnce") {
  ServerProgram server;
  ClientProgram client(server.address(), {.calls = 5});
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, 5));
  const auto took = timed([&] {
    client.signal(SIGTERM);
    CHECK(client.waitForEnd() == 0);
  });
  CHECK(took < 190ms);
}

TEST_CASE("aSecondSignalEndsAtOnce") {
  ServerProgram server({"--latency", "60s"});
  ClientProgram client(server.address(), {.calls = 1});
  client.say("run");
  REQUIRE(server.await(Kind::call_received, 1));
  server.signal(SIGTERM);
  std::this_thread::sleep_for(50ms);
  const auto took = timed([&] {
    server.signal(SIGTERM);
    server.waitForEnd();
  });
  CHECK(took < 1s);
}
