// SPDX-License-Identifier: GPL-3.0-or-later
// Connections on the board: found, joined, owned, closed, forgotten.
#include "tests/core/event/play.h"

#include <catch2/catch.hpp>

using namespace switchyard;

TEST_CASE("both halves know each other, their client and their server") {
  Play play;
  const auto server = play.addServer();
  const auto client = play.addClient();
  auto line = play.connect(client, server);
  play.call(line);
  play.call(line);
  const auto world = play.world();
  const auto* downstream = world.connection(Play::kBalancer, line.downstream);
  const auto* upstream = world.connection(Play::kBalancer, line.upstream);
  REQUIRE(downstream != nullptr);
  REQUIRE(upstream != nullptr);
  CHECK(downstream->joined == upstream->id);
  CHECK(upstream->joined == downstream->id);
  for (const auto* half : {downstream, upstream}) {
    CHECK(half->client == client);
    CHECK(half->server == server);
    CHECK(half->streams == 2);
    CHECK(half->arrived == 2);
    CHECK(half->open());
  }
}

TEST_CASE("a client is known by the path of its call when the kernel was not asked") {
  Play play;
  const auto server = play.addServer();
  const auto client = play.addClient();
  auto line = play.connect(0, server);
  line.client = client;
  CHECK(play.world().connection(Play::kBalancer, line.downstream)->client == 0);
  CHECK(play.world().client(client)->connections == 0);
  play.call(line);
  CHECK(play.world().connection(Play::kBalancer, line.downstream)->client == client);
  CHECK(play.world().connection(Play::kBalancer, line.upstream)->client == client);
  CHECK(play.world().client(client)->connections == 1);
}

TEST_CASE("an owner that is told before its connection is remembered") {
  Play play;
  const auto client = play.addClient();
  const auto end = Endpoint::loopback(45'678);
  play.event(Kind::connection_owner, Witness::kernel, client).owner = {.local = end,
                                                                       .remote = Endpoint::loopback(8443)};
  play.event(Kind::connection_opened, Witness::balancer, Play::kBalancer).opened = {
      .connection = 1,
      .side = Side::downstream,
      .server = 0,
      .local = Endpoint::loopback(8443),
      .remote = end};
  CHECK(play.world().connection(Play::kBalancer, 1)->client == client);
  CHECK(play.world().client(client)->connections == 1);
}

TEST_CASE("a call takes the path of the connection that its server saw") {
  Play play;
  auto line = play.connect(play.addClient(), play.addServer());
  const auto id = play.call(line);
  const auto world = play.world();
  const auto* call = world.call(id);
  REQUIRE(call != nullptr);
  CHECK(call->balancer == Play::kBalancer);
  CHECK(call->downstream == line.downstream);
  CHECK(call->upstream == line.upstream);
  CHECK(call->client == line.client);
  CHECK(call->server == line.server);
  CHECK(call->ended_at - call->sent_at == 4 * Play::kMillisecond);
  CHECK(call->answered_at - call->received_at == 2 * Play::kMillisecond);
}

TEST_CASE("an end point that is used again belongs to the youngest connection") {
  Play play;
  const auto server = play.addServer();
  auto old = play.connect(play.addClient(), server);
  play.call(old);
  play.close(old);
  play.pass(Play::kMillisecond);
  const auto client = play.addClient();
  const auto open = [&](ConnectionId id, Side side, const Endpoint& local, const Endpoint& remote) {
    play.event(Kind::connection_opened, Witness::balancer, Play::kBalancer).opened = {
        .connection = id, .side = side, .server = server, .local = local, .remote = remote};
  };
  open(77, Side::upstream, old.balancers_end, play.world().server(server)->address);
  open(78, Side::downstream, Endpoint::loopback(8443), Endpoint::loopback(44'444));
  play.event(Kind::connection_joined, Witness::balancer, Play::kBalancer).joined = {
      .downstream = 78, .upstream = 77, .server = server};
  const auto call = play.start(client);
  play.receive(call, server, old.balancers_end);
  CHECK(play.world().call(call)->upstream == 77);
  SECTION("but a call from before belongs to none that came after it") {
    Event late(play.now() - Play::kMillisecond / 2, Kind::call_received, Witness::server, server);
    late.call.call = callId(old.client, 2);
    late.call.peer = old.balancers_end;
    auto world = play.world();
    world.apply(late);
    CHECK(world.call(late.call.call)->upstream == 0);
  }
}

TEST_CASE("closed connections are kept as ghosts, with their reason and last counts") {
  Play play;
  auto line = play.connect(play.addClient(), play.addServer());
  play.call(line);
  play.close(line, CloseReason::idle_timeout);
  const auto world = play.world();
  const auto* ghost = world.connection(Play::kBalancer, line.downstream);
  REQUIRE(ghost != nullptr);
  CHECK_FALSE(ghost->open());
  CHECK(ghost->reason == CloseReason::idle_timeout);
  CHECK(ghost->received == 100);
  CHECK(ghost->streams == 1);
  CHECK(world.balancers()[0].downstream == 0);
  CHECK(world.client(line.client)->connections == 0);
  CHECK(world.server(line.server)->connections == 0);
  CHECK(world.server(line.server)->peak_connections == 1);
}

TEST_CASE("old ghosts are forgotten, open connections and counters never") {
  Play play;
  const auto server = play.addServer();
  const auto client = play.addClient();
  const auto first = play.connect(client, server);
  Play::Line last;
  for (int i = 0; i < 5000; ++i) {
    last = play.connect(client, server);
    play.call(last);
    play.close(last);
  }
  const auto world = play.world();
  CHECK(world.connections().size() >= World::kMaxGhosts);
  CHECK(world.connections().size() <= 2 * World::kMaxGhosts + 2);
  CHECK(world.connections().front().id == first.downstream);
  REQUIRE(world.connection(Play::kBalancer, first.upstream) != nullptr);
  CHECK(world.connection(Play::kBalancer, first.upstream)->open());
  CHECK(world.connection(Play::kBalancer, first.upstream + 1) == nullptr);
  for (const auto& one : world.connections()) CHECK(world.connection(one.balancer, one.id) == &one);
  CHECK(world.server(server)->forwarded == 5000);
  CHECK(world.client(client)->forwarded == 5000);
  CHECK(world.peakDownstream() == 2);
  CHECK(world.peakUpstream() == 2);
}

TEST_CASE("the peak is of those open at the same time") {
  Play play;
  const auto server = play.addServer();
  const auto client = play.addClient();
  for (int round = 0; round < 5; ++round) {
    std::vector<Play::Line> lines;
    for (int i = 0; i < 3; ++i) lines.push_back(play.connect(client, server));
    for (const auto& line : lines) play.close(line);
  }
  CHECK(play.world().peakDownstream() == 3);
  CHECK(play.world().peakUpstream() == 3);
  CHECK(play.world().server(server)->peak_connections == 3);
}

TEST_CASE("a balancer that was made anew numbers its connections from one again") {
  Play play;
  const auto server = play.addServer();
  const auto client = play.addClient();
  const auto line = play.connect(client, server);
  const auto again = [&](Side side, ConnectionId id) {
    play.event(Kind::connection_opened, Witness::balancer, Play::kBalancer).opened = {
        .connection = id,
        .side = side,
        .server = server,
        .local = Endpoint::loopback(side == Side::upstream ? 41'000 : 8443),
        .remote = Endpoint::loopback(side == Side::upstream ? 50'002 : 41'001)};
  };
  again(Side::downstream, line.downstream);
  again(Side::upstream, line.upstream);
  const auto world = play.world();
  CHECK(world.connections().size() == 4);
  CHECK(world.balancers()[0].downstream == 1);
  CHECK(world.balancers()[0].upstream == 1);
  CHECK(world.server(server)->connections == 1);
  CHECK(world.client(client)->connections == 0);
  CHECK(world.connection(Play::kBalancer, line.upstream)->local == Endpoint::loopback(41'000));
}
