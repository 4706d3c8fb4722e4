// SPDX-License-Identifier: GPL-3.0-or-later
// A balancer from start to stop: limits, timeouts, drain, ports, and what a World is told.
#include "tests/core/tcp/proxy.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <cerrno>
#include <thread>

using namespace switchyard;
using namespace switchyard::tcp_test;

namespace {

bool isRefused(const Endpoint& address) {
  return !tryConnect(address).isOpen() && errno == ECONNREFUSED;
}

/// An HTTP/2 frame with an empty payload unless given (RFC 9113 §4.1).
std::string frame(char type, char stream, const std::string& payload = "") {
  return std::string{0, 0, static_cast<char>(payload.size()), type, 4, 0, 0, 0, stream} + payload;
}

}  // namespace

TEST_CASE("anIdleConnectionIsCutAfterTheClientsOrTheServersTimeout") {
  const std::string other =
      GENERATE("timeout client 300ms\ntimeout server 60s\n", "timeout client 60s\ntimeout server 300ms\n");
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}, .defaults = "timeout connect 5s\n" + other});
  auto client = proxy.connect();
  auto served = server.accept();
  for (int i = 0; i < 8; ++i) {  // traffic in one direction keeps both sides alive
    served.send("tick");
    REQUIRE(client.receive(4) == "tick");
    std::this_thread::sleep_for(100ms);
  }
  const auto began = std::chrono::steady_clock::now();
  CHECK(client.seesReset());
  CHECK(served.seesReset());
  CHECK(std::chrono::steady_clock::now() - began < 2s);
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::idle_timeout});
}

TEST_CASE("atMaxconnTheNextConnectionWaitsAndTheBalancerSaysSoOnce") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}, .frontend = "maxconn 2\n"});
  auto first = proxy.connect();
  auto second = proxy.connect();
  auto served_first = server.accept();
  auto served_second = server.accept();
  auto third = proxy.connect();
  auto fourth = proxy.connect();
  third.send("third");
  fourth.send("fourth");
  CHECK(server.isLeftAlone(100ms));
  CHECK(proxy.openConnections() == 2);
  first.send("goes on");
  CHECK(served_first.receive(7) == "goes on");

  first.close();
  served_first.close();
  auto served_third = server.accept();
  CHECK(served_third.receive(5) == "third");
  CHECK(server.isLeftAlone(100ms));
  second.close();
  served_second.close();
  CHECK(server.accept().receive(6) == "fourth");

  REQUIRE(proxy.problems().size() == 1);
  CHECK(proxy.problems()[0].what.find("maxconn 2") != std::string::npos);
  CHECK(proxy.problems()[0].remedy.find("Raise maxconn") != std::string::npos);
}

TEST_CASE("aDrainAcceptsNoMoreAndEndsWithTheLastConnection") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  auto served = server.accept();
  std::atomic<int> drained = 0;
  proxy.onLoop([&](Engine& engine) { engine.drain(60s, [&] { ++drained; }); });
  CHECK(isRefused(proxy.address()));
  client.send("still served");
  CHECK(served.receive(12) == "still served");
  CHECK(drained == 0);
  client.close();
  served.close();
  CHECK(proxy.await([&](const World&) { return drained == 1; }));
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::client_closed});

  REQUIRE(proxy.start());
  auto later = proxy.connect();
  later.send("again");
  CHECK(server.accept().receive(5) == "again");
  CHECK(drained == 1);
}

TEST_CASE("aDrainCutsWhatIsLeftAtItsDeadline") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  auto served = server.accept();
  std::atomic<int> drained = 0;
  proxy.onLoop([&](Engine& engine) { engine.drain(200ms, [&] { ++drained; }); });
  CHECK(client.hearsNothing(100ms));
  CHECK(client.seesReset());
  CHECK(served.seesReset());
  CHECK(proxy.await([&](const World&) { return drained == 1; }));
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::drained});
}

TEST_CASE("aDrainWithNothingOpenEndsAtOnce") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  std::atomic<int> drained = 0;
  proxy.onLoop([&](Engine& engine) { engine.drain(60s, [&] { ++drained; }); });
  CHECK(proxy.await([&](const World&) { return drained == 1; }));
}

TEST_CASE("aStopClosesEverythingAndAStartMayFollow") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  auto served = server.accept();
  client.send("first");  // once it has come, the balancer knows of the connection that the server's kernel made
  CHECK(served.receive(5) == "first");
  proxy.onLoop([](Engine& engine) { engine.stop(); });
  CHECK(client.seesReset());
  CHECK(served.seesReset());
  CHECK(isRefused(proxy.address()));
  CHECK(proxy.openConnections() == 0);
  REQUIRE(proxy.start());
  auto later = proxy.connect();
  later.send("again");
  CHECK(server.accept().receive(5) == "again");
}

TEST_CASE("aPortInUseIsAnErrorWithARemedyAndTheNextStartMaySucceed") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  proxy.onLoop([](Engine& engine) { engine.stop(); });
  {
    auto squatter = listenOn(proxy.address());
    REQUIRE(squatter);
    const auto started = proxy.start();
    REQUIRE_FALSE(started);
    CHECK(started.error().what.find(std::to_string(proxy.address().port)) != std::string::npos);
    CHECK(started.error().what.find("in use") != std::string::npos);
    CHECK(started.error().remedy.find("ss -ltnp") != std::string::npos);
  }
  REQUIRE(proxy.start());
  auto client = proxy.connect();
  client.send("hello");
  CHECK(server.accept().receive(5) == "hello");
}

TEST_CASE("clientsThatComeAndGoInEveryWayLeaveNothingBehind") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  for (int i = 0; i < 200; ++i) {
    auto client = proxy.connect();
    if (i % 4 == 0) client.send("x");
    if (i % 4 == 1) client.finish();
    if (i % 2 == 0) client.reset();
  }
  while (!server.isLeftAlone(200ms)) server.accept();
  CHECK(proxy.await([&](const World& world) {
    return world.balancer(kBalancer)->downstream == 0 && world.balancer(kBalancer)->upstream == 0;
  }));
  CHECK(proxy.openConnections() == 0);
  CHECK(proxy.problems().empty());
}

TEST_CASE("aWorldIsToldOfConnectionsJoinsBytesAndCalls") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  auto served = server.accept();
  const auto request = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0) + frame(1, 1, "headers") +
                       frame(0, 1, "data") + frame(1, 3, "headers") + frame(1, 1, "trailers");
  for (const char byte : request) client.send({&byte, 1});
  CHECK(served.receive(request.size()) == request);
  served.send(std::string(1000, 'a'));
  CHECK(client.receive(1000).size() == 1000);

  REQUIRE(proxy.await([&](const World& world) {
    const auto& all = world.connections();
    return all.size() == 2 && all[0].sent == 1000 && all[1].received == 1000 && all[0].streams == 2;
  }));
  const auto& down = proxy.world().connections()[0];
  const auto& up = proxy.world().connections()[1];
  CHECK(down.side == Side::downstream);
  CHECK(down.remote == client.local());
  CHECK(down.local == proxy.address());
  CHECK(down.received == request.size());
  CHECK(down.joined == up.id);
  CHECK(down.server == serverId(0));
  CHECK(up.side == Side::upstream);
  CHECK(up.local == served.remote());
  CHECK(up.remote == server.address());
  CHECK(up.sent == request.size());
  CHECK(up.joined == down.id);
  CHECK(proxy.balancer().picks == 1);
  CHECK(proxy.balancer().forwarded == 2);
  CHECK(proxy.world().server(serverId(0))->connections == 1);

  client.close();
  served.close();
  REQUIRE(proxy.awaitOpen(0));
  CHECK(proxy.world().server(serverId(0))->connections == 0);
  CHECK(proxy.world().connections()[0].reason == CloseReason::client_closed);
  CHECK(proxy.world().peakDownstream() == 1);
  CHECK(proxy.world().droppedEvents() == 0);
}

TEST_CASE("whatIsNotHttp2IsRelayedAndCountsNoCall") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  client.send("GET / HTTP/1.1\r\n\r\n" + frame(1, 1));
  CHECK(server.accept().receive(27).size() == 27);
  client.close();
  REQUIRE(proxy.awaitOpen(0));
  CHECK(proxy.balancer().forwarded == 0);
}
