// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to members of a running laboratory is known to the World, and a command to heal undoes all of
// it.
#include "tests/core/lab/laboratory.h"
#include "tests/core/lab/stranger.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

using namespace switchyard;
using namespace switchyard::lab_test;

namespace {

constexpr NodeId kBalancer = 1;
constexpr std::int64_t kMs = 1'000'000;

/// srv1 takes 20 ms, srv2 fails half its calls, srv3 has weight 3, srv4 is disabled.
Scenario unlikeServers() {
  auto scenario = scenarioOn(freePorts(5), "http", clientsCalling({4, 4}));
  scenario.servers[0].behaviour.latency = 20ms;
  scenario.servers[0].behaviour.jitter = 1ms;
  scenario.servers[1].behaviour.fail = 0.5;
  auto& lines = scenario.config.backends[0].servers;
  lines[2].weight = 3;
  lines[3].disabled = true;
  for (auto& client : scenario.clients) client.traffic.rate = 50;
  return scenario;
}

struct Board : Laboratory {
  Board() : Laboratory(unlikeServers()) {
    lab().start();
    REQUIRE(awaitEverybody());
  }

  const Server& server(NodeId id) const { return *world().server(id); }
  bool heal() {
    const auto before = world().lastHeal().at;
    lab().submit(command::Heal{});
    return await([&] { return world().lastHeal().at > before; });
  }
  void submit(const std::vector<Command>& commands) {
    for (const auto& command : commands) lab().submit(command);
  }
  /// By a command that follows: what came before has been obeyed.
  void awaitObedience() {
    const auto told = world().commands().size();
    lab().submit(command::SetRate{world().clients()[0].id, 7});
    REQUIRE(await([&] { return world().commands().size() > told && world().clients()[0].asked_rate == 7; }));
  }
};

/// What the scenario says, and nothing else.
void checkAsBegun(const World& world) {
  const auto& servers = world.servers();
  CHECK(servers[0].behaviour == Behaviour{.latency = 20 * kMs, .jitter = kMs});
  CHECK(servers[1].behaviour == Behaviour{.fail = 0.5});
  CHECK(servers[2].behaviour == Behaviour{});
  CHECK(servers[3].behaviour == Behaviour{.exclusion = Exclusion::maintenance});
  CHECK(servers[0].weight == 1);
  CHECK(servers[2].weight == 3);
  for (const auto& server : servers) {
    INFO(server.name);
    CHECK(server.state == NodeState::ready);
    CHECK(server.pid > 0);
  }
  CHECK(servers[0].health.state == NodeState::ready);
  CHECK(servers[3].health.state == NodeState::stopped);
  for (const auto& client : world.clients()) {
    CHECK(client.state == NodeState::ready);
    CHECK(client.asked_rate == 50);
  }
  CHECK(world.balancers()[0].state == NodeState::ready);
}

struct Fault {
  const char* what;
  std::vector<Command> commands;
};

std::vector<Fault> faultsOf(const World& world) {
  using namespace command;
  const auto s = world.servers()[0].id, failing = world.servers()[1].id, heavy = world.servers()[2].id,
             disabled = world.servers()[3].id, c = world.clients()[0].id;
  return {
      {"slower", {Slow{s, 100ms}}},
      {"another latency", {SetLatency{s, 3ms, 0ms}}},
      {"failing", {SetFailures{failing, 1}}},
      {"failing no more", {SetFailures{failing, 0}}},
      {"weighted", {SetWeight{heavy, 0}}},
      {"drained", {SetExclusion{s, Exclusion::draining}}},
      {"in maintenance", {SetExclusion{s, Exclusion::maintenance}}},
      {"no longer disabled", {SetExclusion{disabled, Exclusion::none}}},
      {"stopped", {Stop{s}}},
      {"killed", {Kill{s}}},
      {"frozen", {Freeze{s}}},
      {"drained and stopped", {SetExclusion{s, Exclusion::draining}, Stop{s}}},
      {"drained and killed", {SetExclusion{s, Exclusion::draining}, Kill{s}}},
      {"drained and frozen", {SetExclusion{s, Exclusion::draining}, Freeze{s}}},
      {"frozen and stopped", {Freeze{s}, Stop{s}}},
      {"frozen and killed", {Freeze{s}, Kill{s}}},
      {"slower and killed", {Slow{s, 50ms}, Kill{s}, Slow{s, 50ms}}},
      {"killed and started", {Kill{s}, Start{s}}},
      {"started and stopped", {Kill{s}, Start{s}, Stop{s}}},
      {"client stopped", {Stop{c}}},
      {"client killed", {Kill{c}}},
      {"client frozen", {Freeze{c}}},
      {"client faster", {SetRate{c, 500}}},
      {"balancer stopped", {Stop{kBalancer}}},
      {"balancer killed", {Kill{kBalancer}}},
      {"everybody", {Kill{kBalancer}, Kill{s}, Stop{failing}, Freeze{heavy}, Kill{disabled}, Stop{c}}},
  };
}

}  // namespace

TEST_CASE("whatever was done, to heal brings back what the scenario says") {
  Board board;
  checkAsBegun(board.world());
  const bool at_once = GENERATE(true, false);
  for (const auto& fault : faultsOf(board.world())) {
    INFO(fault.what << (at_once ? ", healed at once" : ", healed later"));
    board.submit(fault.commands);
    if (!at_once) {
      board.awaitObedience();
      board.take(20ms);
    }
    REQUIRE(board.heal());
    CHECK(board.world().lastHeal().unhealed == 0);
    checkAsBegun(board.world());
  }
  board.lab().submit(command::Run{});
  REQUIRE(board.awaitEndOfTraffic());
  CHECK(board.awaitAgreement());
}

TEST_CASE("slower is slower than it was, and healed it is as slow as the scenario says") {
  auto scenario = scenarioOn(freePorts(2), "tcp", clientsCalling({1}));
  scenario.servers[0].behaviour.latency = 60ms;
  Laboratory laboratory(scenario);
  laboratory.lab().start();
  REQUIRE(laboratory.awaitEverybody());
  const auto server = laboratory.world().servers()[0].id;
  const auto call = [&] {
    const auto ok = laboratory.world().clients()[0].ok;
    laboratory.lab().submit(command::Send{0, 1});
    REQUIRE(laboratory.await([&] { return laboratory.world().clients()[0].ok > ok; }));
    return laboratory.world().clients()[0].last_latency;
  };
  CHECK(call() >= 60 * kMs);
  laboratory.lab().submit(command::Slow{server, 100ms});
  CHECK(call() >= 160 * kMs);
  laboratory.lab().submit(command::Slow{server, 100ms});
  CHECK(call() >= 260 * kMs);
  CHECK(laboratory.world().server(server)->behaviour.latency == 260 * kMs);
  laboratory.lab().submit(command::Heal{});
  CHECK(call() >= 60 * kMs);
  CHECK(laboratory.world().server(server)->behaviour == laboratory.world().server(server)->written);
  CHECK(laboratory.world().server(server)->written.latency == 60 * kMs);
}

TEST_CASE("what cannot be healed is counted, and the others are healed") {
  const auto ports = freePorts(3);
  Laboratory laboratory(scenarioOn(ports, "tcp", clientsCalling({1})));
  laboratory.lab().start();
  REQUIRE(laboratory.awaitEverybody());
  const auto lost = laboratory.serverNamed("srv1"), slowed = laboratory.serverNamed("srv2");
  laboratory.lab().submit(command::Kill{lost});
  laboratory.lab().submit(command::Slow{slowed, 1s});
  REQUIRE(laboratory.await([&] { return laboratory.world().server(lost)->state == NodeState::down; }));
  const Stranger stranger(ports[1]);
  laboratory.lab().submit(command::Heal{});
  REQUIRE(laboratory.await([&] { return laboratory.world().lastHeal().at > 0; }));
  CHECK(laboratory.world().lastHeal().unhealed == 1);
  CHECK(laboratory.world().server(lost)->state == NodeState::failed);
  CHECK(laboratory.world().server(lost)->cause == Cause::port_in_use);
  CHECK(laboratory.world().server(slowed)->behaviour == Behaviour{});
}

TEST_CASE("mode, algorithm and who is there are no faults: to heal leaves them") {
  Board board;
  board.submit({command::SetMode{kBalancer, Mode::tcp}, command::SetPolicy{kBalancer, "leastconn"},
                command::AddServer{kBalancer}, command::Remove{board.world().servers()[1].id}});
  REQUIRE(board.await([&] { return board.world().servers()[1].state == NodeState::removed; }));
  REQUIRE(board.heal());
  CHECK(board.world().lastHeal().unhealed == 0);
  CHECK(board.world().balancers()[0].mode == Mode::tcp);
  CHECK(board.world().balancers()[0].algorithm == "leastconn");
  CHECK(board.world().servers().size() == 5);
  CHECK(board.world().servers()[4].state == NodeState::ready);
  CHECK(board.world().servers()[1].state == NodeState::removed);
}

TEST_CASE("a server that is stopped after it was to start again stays stopped") {
  Board board;
  const auto server = board.world().servers()[0].id;
  board.submit({command::Kill{server}, command::Start{server}, command::Stop{server}});
  REQUIRE(board.await([&] { return board.world().server(server)->pid == 0; }));
  board.take(300ms);
  CHECK(board.world().server(server)->state == NodeState::down);
}
