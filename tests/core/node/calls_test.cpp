// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/node/node_program.h"

#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace switchyard;
using namespace switchyard::node_test;

namespace {

constexpr std::uint8_t kOk = 0;
constexpr std::uint8_t kDeadlineExceeded = 4;
constexpr std::uint8_t kUnavailable = 14;

std::size_t withStatus(const std::vector<Event>& events, std::uint8_t status) {
  return static_cast<std::size_t>(std::count_if(
      events.begin(), events.end(), [status](const Event& event) { return event.call.status == status; }));
}

std::map<CallId, Event> byCall(const std::vector<Event>& events) {
  std::map<CallId, Event> found;
  for (const auto& event : events) found[event.call.call] = event;
  return found;
}

std::string textOf(const std::vector<Event>& events, TextId id) {
  std::string text;
  for (const auto& event : events)
    if (event.kind == Kind::text && event.text.id == id) text.append(event.text.bytes, event.text.length);
  return text;
}

}  // namespace

TEST_CASE("everyCallIsToldFourTimesInTheOrderItHappened") {
  constexpr std::size_t kCalls = 500;
  ServerProgram server;
  ClientProgram client(server.address(), {.calls = kCalls, .connections = 3, .concurrency = 5});
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, kCalls));
  REQUIRE(server.await(Kind::call_answered, kCalls));

  const auto started = client.events(Kind::call_started);
  const auto received = byCall(server.events(Kind::call_received));
  const auto answered = byCall(server.events(Kind::call_answered));
  const auto ended = byCall(client.events(Kind::call_ended));
  REQUIRE(started.size() == kCalls);
  REQUIRE(received.size() == kCalls);
  REQUIRE(answered.size() == kCalls);
  REQUIRE(ended.size() == kCalls);
  std::set<Endpoint> peers;
  for (const auto& event : started) {
    const auto id = event.call.call;
    CHECK(callNode(id) == kClient);
    CHECK_FALSE(isStranger(id));
    REQUIRE((received.count(id) == 1 && answered.count(id) == 1 && ended.count(id) == 1));
    CHECK(event.at <= received.at(id).at);
    CHECK(received.at(id).at <= answered.at(id).at);
    CHECK(answered.at(id).at <= ended.at(id).at);
    CHECK(ended.at(id).call.status == kOk);
    peers.insert(received.at(id).call.peer);
  }
  CHECK(ended.begin()->second.call.server == kServer);
  CHECK(peers.size() == 3);
  CHECK(std::all_of(peers.begin(), peers.end(),
                    [](auto& peer) { return peer.isLoopback() && peer.port != 0; }));
}

TEST_CASE("aClientOfAnotherRunIsAStrangerAndIsToldTheServersName") {
  ServerProgram server;
  ClientProgram stranger(server.address(), {.calls = 10}, "fedcba9876543210");
  stranger.say("run");
  REQUIRE(stranger.await(Kind::call_ended, 10));
  REQUIRE(server.await(Kind::call_answered, 10));
  for (const auto& event : server.events(Kind::call_received)) {
    CHECK(isStranger(event.call.call));
    CHECK(callNode(event.call.call) == kServer);
  }
  for (const auto& event : stranger.events(Kind::call_ended)) {
    CHECK(event.call.server == 0);
    CHECK(textOf(stranger.events(), event.call.server_text) == "srv01");
  }
}

TEST_CASE("readyIsToldWithThePid") {
  ServerProgram server;
  const auto state = server.events(Kind::node_state).at(0);
  CHECK(state.node == kServer);
  CHECK(state.witness == Witness::server);
  CHECK(state.state.state == NodeState::ready);
  CHECK(state.state.pid == server.pid());
}

TEST_CASE("eachConnectionIsATcpConnectionOfItsOwnAndCarriesItsShare") {
  ServerProgram server;
  ClientProgram client(server.address(), {.calls = 50, .connections = 10, .concurrency = 1});
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, 50));
  std::map<std::uint16_t, int> calls;
  for (const auto& event : server.events(Kind::call_received)) ++calls[event.call.peer.port];
  CHECK(calls.size() == 10);
  for (const auto& [port, count] : calls) CHECK(count == 5);
}

TEST_CASE("theShareThatIsToFailFails") {
  ServerProgram server({"--fail", "20%"});
  ClientProgram client(server.address(), {.calls = 100});
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, 100));
  CHECK(withStatus(client.events(Kind::call_ended), kUnavailable) == 20);
  CHECK(withStatus(client.events(Kind::call_ended), kOk) == 80);
  CHECK(withStatus(server.events(Kind::call_answered), kUnavailable) == 20);
  for (const auto& event : client.events(Kind::call_ended))  // a failing server still signs
    CHECK(event.call.server == kServer);

  server.say("behave latency=0 jitter=0 fail=1");
  std::this_thread::sleep_for(100ms);
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, 200));
  CHECK(withStatus(client.events(Kind::call_ended), kUnavailable) == 120);
}

TEST_CASE("latencyIsServedWithoutHoldingOtherCallsUp") {
  ServerProgram server({"--latency", "100ms"});
  ClientProgram client(server.address(), {.calls = 200, .concurrency = 200});
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, 200));
  const auto received = byCall(server.events(Kind::call_received));
  std::int64_t first = INT64_MAX;
  std::int64_t last = 0;
  for (const auto& event : server.events(Kind::call_answered)) {
    const auto arrived = received.at(event.call.call).at;
    CHECK(event.at - arrived >= 99'000'000);  // gRPC's timers count whole milliseconds
    first = std::min(first, arrived);
    last = std::max(last, event.at);
  }
  CHECK(last - first < 2'000'000'000);  // one after the other would take 20 s
}

TEST_CASE("aCallPastItsDeadlineEndsOnceOnBothSides") {
  ServerProgram server({"--latency", "10s"});
  ClientProgram client(server.address(), {.calls = 5, .concurrency = 5, .deadline = 150ms});
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, 5));
  REQUIRE(server.await(Kind::call_answered, 5));  // long before its latency is over
  CHECK(withStatus(client.events(Kind::call_ended), kDeadlineExceeded) == 5);
  CHECK(withStatus(server.events(Kind::call_answered), kOk) == 0);
  CHECK(eachOnce(client.events(Kind::call_ended)));
  CHECK(eachOnce(server.events(Kind::call_answered)));
}

TEST_CASE("aFrozenServerDelaysCallsAndLosesNone") {
  ServerProgram server;
  ClientProgram client(server.address(), {.calls = 20, .concurrency = 4});
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, 20));
  server.signal(SIGSTOP);
  client.say("send n=4");
  REQUIRE(client.await(Kind::call_started, 24));
  std::this_thread::sleep_for(100ms);
  CHECK(client.events(Kind::call_ended).size() == 20);
  server.signal(SIGCONT);
  REQUIRE(client.await(Kind::call_ended, 24));
  CHECK(withStatus(client.events(Kind::call_ended), kOk) == 24);
}

TEST_CASE("nobodyListeningIsUnavailableAtOnce") {
  ClientProgram client("127.0.0.1:" + std::to_string(freePort()), {.calls = 3});
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, 3));
  const auto started = byCall(client.events(Kind::call_started));
  for (const auto& event : client.events(Kind::call_ended)) {
    CHECK(event.call.status == kUnavailable);
    CHECK(event.call.server_text == 0);
    CHECK(event.at - started.at(event.call.call).at < 5'000'000'000);
  }
}

TEST_CASE("aClientFindsARestartedServer") {
  const auto port = freePort();
  auto server = std::make_unique<ServerProgram>(std::vector<std::string>{}, port);
  ClientProgram client(server->address(), {.calls = 0, .rate = 100});
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, 10));
  server = nullptr;
  const auto failed = [&] { return withStatus(client.events(Kind::call_ended), kUnavailable); };
  for (int turn = 0; turn < 2000 && failed() < 5; ++turn) std::this_thread::sleep_for(5ms);
  REQUIRE(failed() >= 5);
  ServerProgram again({}, port);
  CHECK(again.await(Kind::call_answered, 10));
}

TEST_CASE("runSteadyPauseAndSendDoWhatTheLabAsks") {
  ServerProgram server;
  ClientProgram client(server.address(), {.calls = 10});
  client.say("run");
  REQUIRE(client.await(Kind::call_ended, 10));
  client.say("send n=3");
  REQUIRE(client.await(Kind::call_ended, 13));
  client.say("steady rate=200");
  REQUIRE(client.await(Kind::call_ended, 40));
  client.say("pause");
  client.say("nonsense");  // ignored, with a line on standard error
  client.say("send n=1");
  std::this_thread::sleep_for(300ms);
  const auto rested = client.events(Kind::call_started).size();
  std::this_thread::sleep_for(100ms);
  CHECK(client.events(Kind::call_started).size() == rested);
  CHECK(client.events(Kind::call_ended).size() == rested);
  client.closeInput();
  CHECK(client.waitForEnd() == 0);
  CHECK_THAT(client.words(), Catch::Contains("\"nonsense\""));
}
