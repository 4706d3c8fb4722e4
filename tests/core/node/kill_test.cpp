// SPDX-License-Identifier: GPL-3.0-or-later
// A kill in the middle of calls must leave no count that cannot be explained.
#include "tests/core/node/node_program.h"

#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::node_test;

namespace {

constexpr std::uint8_t kUnavailable = 14;

/// Calls that the first heard of and the second did not.
std::size_t unknownTo(const std::map<CallId, int>& first, const std::map<CallId, int>& second) {
  return static_cast<std::size_t>(std::count_if(
      first.begin(), first.end(), [&](const auto& call) { return second.count(call.first) == 0; }));
}

std::vector<Event> answeredOk(std::vector<Event> events) {
  std::erase_if(events, [](const Event& event) { return event.call.status != 0; });
  return events;
}

}  // namespace

TEST_CASE("callsOnAKilledServerEndUnavailable") {
  ServerProgram server({"--latency", "10s"});
  ClientProgram client(server.address(), {.calls = 10, .concurrency = 10});
  client.say("run");
  REQUIRE(server.await(Kind::call_received, 10));
  server.signal(SIGKILL);
  CHECK(server.waitForEnd() == -SIGKILL);
  REQUIRE(client.await(Kind::call_ended, 10));
  CHECK(eachOnce(client.events(Kind::call_ended)));
  for (const auto& event : client.events(Kind::call_ended)) CHECK(event.call.status == kUnavailable);
}

TEST_CASE("whatAKilledServerAnsweredItHadToldTheLab") {
  for (int round = 0; round < 5; ++round) {
    ServerProgram server;
    ClientProgram client(server.address(), {.calls = 0, .connections = 2, .concurrency = 8});
    client.say("run");
    REQUIRE(client.await(Kind::call_ended, 300));
    server.signal(SIGKILL);
    server.waitForEnd();
    client.say("pause");
    client.signal(SIGTERM);
    CHECK(client.waitForEnd() == 0);
    const auto ok = callsIn(answeredOk(client.events(Kind::call_ended)));
    CHECK(unknownTo(ok, callsIn(server.events(Kind::call_answered))) == 0);
    CHECK(client.events(Kind::call_started).size() == client.events(Kind::call_ended).size());
  }
}

TEST_CASE("whatAKilledClientAskedItHadToldTheLab") {
  for (int round = 0; round < 5; ++round) {
    ServerProgram server;
    ClientProgram client(server.address(), {.calls = 0, .connections = 2, .concurrency = 8});
    client.say("run");
    REQUIRE(server.await(Kind::call_answered, 300));
    client.signal(SIGKILL);
    client.waitForEnd();
    server.signal(SIGTERM);
    CHECK(server.waitForEnd() == 0);
    CHECK(unknownTo(callsIn(server.events(Kind::call_received)),
                    callsIn(client.events(Kind::call_started))) == 0);
    CHECK(eachOnce(server.events(Kind::call_answered)));
    CHECK(server.events(Kind::call_received).size() == server.events(Kind::call_answered).size());
  }
}

TEST_CASE("theCallsOfAKilledClientAreGivenUpByTheServer") {
  ServerProgram server({"--latency", "10s"});
  ClientProgram client(server.address(), {.calls = 10, .concurrency = 10});
  client.say("run");
  REQUIRE(server.await(Kind::call_received, 10));
  client.signal(SIGKILL);
  REQUIRE(server.await(Kind::call_answered, 10));
  CHECK(answeredOk(server.events(Kind::call_answered)).empty());
}
