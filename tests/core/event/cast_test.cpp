// SPDX-License-Identifier: GPL-3.0-or-later
// The cast, its states and its calls as the World counts them.
#include "tests/core/event/play.h"

#include <catch2/catch.hpp>

using namespace switchyard;

namespace {

constexpr std::uint8_t kUnavailable = 14;

}  // namespace

TEST_CASE("members keep their places when others come and go") {
  Play play;
  const auto first = play.addServer();
  const auto client = play.addClient();
  const auto second = play.addServer();
  play.state(first, NodeState::removed);
  const auto third = play.addServer();
  const auto world = play.world();
  CHECK(world.server(first)->place == 0);
  CHECK(world.server(second)->place == 1);
  CHECK(world.server(third)->place == 2);
  CHECK(world.client(client)->place == 0);
  CHECK(world.server(first)->state == NodeState::removed);
  CHECK(world.server(client) == nullptr);
  CHECK(world.node(client)->role == Role::client);
  CHECK(world.node(999) == nullptr);
}

TEST_CASE("what a balancer thinks of a server is apart from what its process does") {
  Play play;
  const auto server = play.addServer();
  play.state(server, NodeState::ready, Cause::none, 77);
  const auto say = [&](NodeState state, Cause cause, std::int32_t detail) {
    play.pass(5 * Play::kMillisecond);
    play.event(Kind::node_state, Witness::balancer, server).state = {
        .state = state, .cause = cause, .detail = detail, .pid = 0};
    return play.now();
  };
  say(NodeState::ready, Cause::none, 0);
  const auto marks = play.world().marks().size();
  say(NodeState::ready, Cause::checks_failed, 1);
  const auto down = say(NodeState::down, Cause::checks_failed, 2);
  say(NodeState::down, Cause::checks_failed, 3);
  const auto world = play.world();
  const auto& health = world.server(server)->health;
  CHECK(health.state == NodeState::down);
  CHECK(health.cause == Cause::checks_failed);
  CHECK(health.detail == 3);
  CHECK(health.since == down);
  CHECK(world.server(server)->state == NodeState::ready);
  CHECK(world.server(server)->pid == 77);
  REQUIRE(world.marks().size() == marks + 1);
  CHECK(world.marks().back().at == down);
  CHECK(world.marks().back().cause == Cause::checks_failed);
  CHECK(world.marks().back().state == NodeState::down);
}

TEST_CASE("a state has its cause, its time and its mark") {
  Play play;
  const auto server = play.addServer();
  play.pass(5 * Play::kMillisecond);
  auto& event = play.event(Kind::node_state, Witness::lab, server);
  event.state = {.state = NodeState::down, .cause = Cause::signalled, .detail = 9, .pid = 0};
  const auto world = play.world();
  CHECK(world.server(server)->state == NodeState::down);
  CHECK(world.server(server)->cause_detail == 9);
  CHECK(world.server(server)->was_killed);
  CHECK(world.server(server)->state_since == play.now());
  REQUIRE(world.marks().size() == 1);
  CHECK(world.marks().back().node == server);
}

TEST_CASE("a server that failed its checks still has its calls in flight") {
  Play play;
  const auto server = play.addServer();
  auto line = play.connect(play.addClient(), server);
  play.receive(play.start(line.client), server, line.balancers_end);
  play.state(server, NodeState::down, Cause::checks_failed, 4711);
  CHECK(play.world().server(server)->in_flight == 1);
  play.state(server, NodeState::down, Cause::signalled, 0);
  CHECK(play.world().server(server)->in_flight == 0);
  CHECK(play.world().server(server)->lost == 1);
}

TEST_CASE("each witness counts what it saw") {
  Play play;
  auto line = play.connect(play.addClient(), play.addServer());
  for (int i = 0; i < 6; ++i) play.call(line, i < 2 ? kUnavailable : 0);
  play.start(line.client);
  const auto world = play.world();
  const auto& client = *world.client(line.client);
  CHECK(client.sent == 7);
  CHECK(client.ok == 4);
  CHECK(client.failed == 2);
  CHECK(client.in_flight == 1);
  CHECK(client.by_status == std::map<std::uint8_t, std::uint64_t>{{kUnavailable, 2}});
  CHECK(client.by_server == std::map<NodeId, std::uint64_t>{{line.server, 4}});
  CHECK(client.last_latency == 4 * Play::kMillisecond);
  CHECK(client.latency.count() == 6);
  const auto& server = *world.server(line.server);
  CHECK(server.received == 6);
  CHECK(server.ok == 4);
  CHECK(server.errors == 2);
  CHECK(server.in_flight == 0);
  CHECK(server.latency.count() == 6);
  CHECK(server.ok_at_clients == 4);
  CHECK(world.latency().count() == 6);
  CHECK(world.rate().count(play.now(), Play::kMillisecond) == 6);
}

TEST_CASE("a call that outlives fifty thousand others is measured all the same") {
  Play play;
  auto line = play.connect(play.addClient(), play.addServer());
  const auto slow = play.start(line.client);
  for (std::size_t i = 0; i < World::kMaxCalls + 10; ++i) {
    play.event(Kind::call_started, Witness::client, line.client).call.call = callId(line.client, 1000 + i);
    play.end(callId(line.client, 1000 + i), 0);
  }
  auto world = play.world();
  CHECK(world.calls().size() == World::kMaxCalls);
  CHECK(world.calls().front().id != slow);
  REQUIRE(world.call(slow) != nullptr);
  CHECK(world.call(slow)->underWay());
  play.pass(20'000 * Play::kMillisecond);
  play.end(slow, 0);
  world = play.world();
  CHECK(world.client(line.client)->last_latency == 20'000 * Play::kMillisecond);
  CHECK(world.client(line.client)->in_flight == 0);
  CHECK(world.call(callId(line.client, 1000)) == nullptr);
}

TEST_CASE("a client that was started again has new calls") {
  const auto first_life = firstCallNumber(5'000'000'000);
  const auto second_life = firstCallNumber(5'010'000'000);
  CHECK(second_life > first_life + 1000);
  CHECK_FALSE(isStranger(callId(7, firstCallNumber(std::int64_t{20} * 365 * 86'400 * 1'000'000'000))));
  CHECK(callNode(callId(7, second_life)) == 7);
}

TEST_CASE("words said twice count once, and words about nobody are let go") {
  Play play;
  auto line = play.connect(play.addClient(), play.addServer());
  const auto call = play.call(line);
  auto world = play.world();
  for (const auto kind : {Kind::call_started, Kind::call_ended}) {
    Event again(play.now() + 1, kind, Witness::client, line.client);
    again.call.call = call;
    world.apply(again);
  }
  CHECK(world.client(line.client)->sent == 1);
  CHECK(world.client(line.client)->ok == 1);
  const auto before = world.agreement();
  for (const auto kind : {Kind::call_started, Kind::call_ended, Kind::call_received, Kind::call_answered}) {
    Event unknown(play.now() + 2, kind, Witness::client, 999);
    unknown.call.call = callId(999, 1);
    world.apply(unknown);
  }
  CHECK(world.agreement().clients_sent == before.clients_sent);
  CHECK(world.agreement().servers_handled == before.servers_handled);
}

TEST_CASE("events that no writer writes are ignored") {
  Play play;
  const auto server = play.addServer();
  auto world = play.world();
  const auto before = world;
  Event bad(play.now(), Kind::node_state, Witness::lab, server);
  bad.state.state = static_cast<NodeState>(77);
  world.apply(bad);
  CHECK(world.server(server)->state == NodeState::stopped);
  bad = Event(0, Kind::node_state, Witness::lab, server);  // without a time
  bad.state.state = NodeState::ready;
  world.apply(bad);
  CHECK(world.server(server)->state == NodeState::stopped);
  bad = Event(play.now(), static_cast<Kind>(200), Witness::lab, server);
  world.apply(bad);
  CHECK(world.version() == before.version() + 3);
}

TEST_CASE("a pick tells all its candidates") {
  Play play;
  const auto server = play.addServer();
  for (std::uint8_t part = 0; part < 2; ++part) {
    auto& decision =
        play.event(part == 0 ? Kind::picked : Kind::decision_more, Witness::balancer, Play::kBalancer)
            .decision;
    decision.chosen = server;
    decision.count = part == 0 ? 4 : 2;
    for (std::uint8_t i = 0; i < decision.count; ++i)
      decision.candidates[i].server = static_cast<NodeId>(part * 4 + i + 1);
  }
  const auto world = play.world();
  const auto& balancer = world.balancers()[0];
  CHECK(balancer.picks == 1);
  CHECK(balancer.lastPick() == server);
  const auto weighed = balancer.decisions.lastCandidates();
  REQUIRE(weighed.size() == 6);
  CHECK(weighed[5].server == 6);
  CHECK(world.server(server)->picks == 1);
}

TEST_CASE("a pick that found nobody is a failed pick") {
  Play play;
  play.addServer();
  play.event(Kind::picked, Witness::balancer, Play::kBalancer).decision.connection = 1;
  CHECK(play.world().balancers()[0].failed_picks == 1);
  CHECK(play.world().balancers()[0].picks == 0);
}

TEST_CASE("fairness is Jain's index over the servers that are there") {
  Play play;
  CHECK(play.world().fairness() == 1.0);
  std::vector<Play::Line> lines;
  for (int i = 0; i < 3; ++i) lines.push_back(play.connect(play.addClient(), play.addServer()));
  for (int i = 0; i < 10; ++i) play.call(lines[0]);
  CHECK(play.world().fairness() == Approx(1.0 / 3));
  play.state(lines[2].server, NodeState::removed);
  CHECK(play.world().fairness() == Approx(1.0 / 2));
  for (int i = 0; i < 10; ++i) play.call(lines[1]);
  CHECK(play.world().fairness() == Approx(1.0));
}

TEST_CASE("dropped events are summed over all writers and over a node's lives") {
  World world;
  const auto drop = [&](Witness witness, NodeId node, std::uint64_t total) {
    Event event(1, Kind::events_dropped, witness, node);
    event.count.value = total;
    world.apply(event);
  };
  drop(Witness::lab, 0, 10);
  drop(Witness::client, 3, 5);
  drop(Witness::client, 3, 7);
  CHECK(world.droppedEvents() == 17);
  drop(Witness::client, 3, 2);  // a new process
  CHECK(world.droppedEvents() == 19);
}

TEST_CASE("problems and marks keep the youngest") {
  Play play;
  for (std::size_t i = 0; i < World::kMaxProblems + 5; ++i) play.event(Kind::problem, Witness::lab, 0);
  for (std::size_t i = 0; i < World::kMaxMarks + 5; ++i) {
    play.pass(1);
    play.event(Kind::mark, Witness::lab, 0);
  }
  CHECK(play.world().problems().size() == World::kMaxProblems);
  CHECK(play.world().marks().size() == World::kMaxMarks);
  CHECK(play.world().marks().back().at == play.now());
}

TEST_CASE("a rate is of the time asked for") {
  Series series;
  for (std::int64_t at = 1; at < 1'000'000'000; at += 10'000'000)
    series.add(at);  // 100 a second, for a second
  CHECK(series.rate(999'999'999, 1'000'000'000) == Approx(100));
  CHECK(series.rate(1'499'999'999, 1'000'000'000) == Approx(50));
  CHECK(series.rate(9'000'000'000, 1'000'000'000) == 0);
  series.add(2'000'000'000'000);  // after a pause longer than the memory
  CHECK(series.rate(999'999'999, 1'000'000'000) == 0);
  CHECK(series.count(2'000'000'000'000, Series::kStep) == 1);
}

TEST_CASE("a series takes what comes a little out of order") {
  Series series;
  series.add(500'000'000);
  series.add(399'999'999);
  CHECK(series.count(500'000'000, 200'000'000) == 1);
  CHECK(series.count(500'000'000, 300'000'000) == 2);
}
