// SPDX-License-Identifier: GPL-3.0-or-later
// Which server a connection goes to: shares, failed connects, servers that are full, live changes.
#include "tests/core/tcp/proxy.h"

#include <catch2/catch.hpp>
#include <map>

using namespace switchyard;
using namespace switchyard::tcp_test;

namespace {

/// Opens `count` connections one after another; the place of the server of each, in order.
std::vector<int> placesOf(Proxy& proxy, std::size_t count, std::vector<Peer>& kept) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto before = proxy.count(Kind::connection_joined);
    kept.push_back(proxy.connect());
    REQUIRE(proxy.await([&](const World&) { return proxy.count(Kind::connection_joined) > before; }));
  }
  std::vector<int> places;
  for (const auto& event : proxy.events())
    if (event.kind == Kind::connection_joined) places.push_back(event.joined.server - serverId(0));
  return {places.end() - static_cast<std::ptrdiff_t>(count), places.end()};
}

std::map<int, int> sharesOf(const std::vector<int>& places) {
  std::map<int, int> shares;
  for (const int place : places) ++shares[place];
  return shares;
}

/// The servers that were picked, in order; 0 where nobody was eligible.
std::vector<NodeId> picksOf(Proxy& proxy) {
  std::vector<NodeId> picks;
  for (const auto& event : proxy.events())
    if (event.kind == Kind::picked) picks.push_back(event.decision.chosen);
  return picks;
}

}  // namespace

TEST_CASE("connectionsGoRoundInTheOrderOfTheServers") {
  Upstream first, second, third;
  Proxy proxy({.servers = {{first.address()}, {second.address()}, {third.address()}}});
  std::vector<Peer> kept;
  CHECK(placesOf(proxy, 7, kept) == std::vector{0, 1, 2, 0, 1, 2, 0});
}

TEST_CASE("weightsShareConnectionsAndInterleaveThem") {
  Upstream first, second, third;
  Proxy proxy(
      {.servers = {
           {first.address(), "weight 5"}, {second.address(), "weight 1"}, {third.address(), "weight 1"}}});
  std::vector<Peer> kept;
  const auto places = placesOf(proxy, 14, kept);
  CHECK(sharesOf(places) == std::map<int, int>{{0, 10}, {1, 2}, {2, 2}});
  CHECK(sharesOf({places.begin(), places.begin() + 7}) == std::map<int, int>{{0, 5}, {1, 1}, {2, 1}});
  CHECK(places[6] == 0);  // smooth: the heavy one is not served in one block
}

TEST_CASE("aServerOfWeightZeroGetsNobody") {
  Upstream first, second;
  Proxy proxy({.servers = {{first.address(), "weight 0"}, {second.address()}}});
  std::vector<Peer> kept;
  CHECK(sharesOf(placesOf(proxy, 4, kept)) == std::map<int, int>{{1, 4}});
}

TEST_CASE("aServerThatRefusesIsTriedOnlyOnceAndTheNextOneServes") {
  Upstream good;
  Proxy proxy({.servers = {{freeAddress()}, {freeAddress()}, {good.address()}}});
  auto client = proxy.connect();
  client.send("hello");
  CHECK(good.accept().receive(5) == "hello");
  REQUIRE(proxy.await([](const World& world) { return world.peakUpstream() == 1; }));
  CHECK(picksOf(proxy) == std::vector{serverId(0), serverId(1), serverId(2)});
}

TEST_CASE("whenEveryServerRefusesEachIsTriedOnceAndTheClientIsReset") {
  Proxy proxy({.servers = {{freeAddress()}, {freeAddress()}, {freeAddress()}}});
  auto client = proxy.connect();
  CHECK(client.seesReset());
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::connect_failed});
  auto picks = picksOf(proxy);
  std::erase(picks, NodeId{0});
  CHECK(picks == std::vector{serverId(0), serverId(1), serverId(2)});
  CHECK(proxy.balancer().upstream == 0);
  CHECK(proxy.openConnections() == 0);
}

TEST_CASE("whenNobodyIsEligibleTheClientIsResetAtOnce") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), "disabled"}}});
  CHECK(proxy.connect().seesReset());
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::no_server});
  CHECK(proxy.balancer().failed_picks == 1);
}

TEST_CASE("aServerThatDoesNotAnswerIsLeftForTheNextAfterTheConnectTimeout") {
  MuteUpstream mute;
  Upstream good;
  Proxy proxy({.servers = {{mute.address()}, {good.address()}},
               .defaults = "timeout connect 200ms\ntimeout client 60s\ntimeout server 60s\n"});
  const auto began = std::chrono::steady_clock::now();
  auto client = proxy.connect();
  client.send("hello");
  CHECK(good.accept().receive(5) == "hello");
  const auto took = std::chrono::steady_clock::now() - began;
  CHECK(took >= 200ms);
  CHECK(took < 2s);
}

TEST_CASE("atAServersMaxconnTheNextConnectionWaitsForIt") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), "maxconn 1"}}});
  auto first = proxy.connect();
  auto served = server.accept();
  auto second = proxy.connect();
  second.send("patient");
  CHECK(server.isLeftAlone(100ms));
  first.close();
  CHECK(served.seesEnd());
  served.close();
  CHECK(server.accept().receive(7) == "patient");
}

TEST_CASE("whoWaitsTooLongForAFullServerIsReset") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), "maxconn 1"}},
               .defaults = "timeout connect 200ms\ntimeout client 60s\ntimeout server 60s\n"});
  auto first = proxy.connect();
  auto served = server.accept();
  auto second = proxy.connect();
  CHECK(second.seesReset());
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::connect_timeout});
  first.send("unharmed");
  CHECK(served.receive(8) == "unharmed");
}

TEST_CASE("whoGoesAwayWhileItWaitsForAFullServerLeavesTheQueue") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), "maxconn 1"}}});
  auto first = proxy.connect();
  auto served = server.accept();
  auto second = proxy.connect();
  REQUIRE(proxy.awaitOpen(2));
  auto third = proxy.connect();
  third.send("third");
  REQUIRE(proxy.awaitOpen(3));
  second.reset();
  REQUIRE(proxy.awaitOpen(2));
  first.close();
  served.close();
  CHECK(server.accept().receive(5) == "third");
}

TEST_CASE("changesWhileConnectionsAreOpenLoseNone") {
  Upstream first, second, third;
  Proxy proxy({.servers = {{first.address()}, {second.address()}}});
  std::vector<Peer> clients;
  placesOf(proxy, 4, clients);
  std::vector<Peer> served;
  for (int i = 0; i < 2; ++i)
    for (auto* server : {&first, &second}) served.push_back(server->accept());

  std::vector<int> shares;
  SECTION("a drained server keeps what it has and gets no more") {
    proxy.onLoop([](Engine& engine) { engine.setExclusion(serverId(0), Exclusion::draining); });
    CHECK(sharesOf(placesOf(proxy, 3, clients)) == std::map<int, int>{{1, 3}});
    proxy.onLoop([](Engine& engine) { engine.setExclusion(serverId(0), Exclusion::none); });
    CHECK(sharesOf(placesOf(proxy, 4, clients))[0] >= 2);
  }
  SECTION("a weight counts from now on") {
    proxy.onLoop([](Engine& engine) { engine.setWeight(serverId(0), 3); });
    CHECK(sharesOf(placesOf(proxy, 8, clients)) == std::map<int, int>{{0, 6}, {1, 2}});
  }
  SECTION("a new server gets its share") {
    proxy.onLoop([&](Engine& engine) {
      config::ServerLine line;
      line.name = "s2";
      line.address = third.address();
      engine.addServer(line, serverId(2));
    });
    CHECK(sharesOf(placesOf(proxy, 6, clients)) == std::map<int, int>{{0, 2}, {1, 2}, {2, 2}});
  }
  SECTION("a removed server's connections go on") {
    proxy.onLoop([](Engine& engine) { engine.removeServer(serverId(0)); });
    CHECK(sharesOf(placesOf(proxy, 2, clients)) == std::map<int, int>{{1, 2}});
  }
  SECTION("another algorithm takes over") {
    proxy.onLoop([](Engine& engine) { REQUIRE(engine.setPolicy("first")); });
    CHECK(sharesOf(placesOf(proxy, 3, clients)) == std::map<int, int>{{0, 3}});
  }
  SECTION("an algorithm that does not exist changes nothing") {
    proxy.onLoop([](Engine& engine) {
      const auto changed = engine.setPolicy("fairest");
      REQUIRE_FALSE(changed);
      CHECK(changed.error().remedy.find("roundrobin") != std::string::npos);
    });
    CHECK(sharesOf(placesOf(proxy, 2, clients)) == std::map<int, int>{{0, 1}, {1, 1}});
  }

  for (std::size_t i = 0; i < 4; ++i) {
    clients[i].send("still here");
    CHECK(served[i].receive(10) == "still here");
  }
}
