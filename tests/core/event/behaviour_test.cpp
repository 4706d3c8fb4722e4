// SPDX-License-Identifier: GPL-3.0-or-later
// What members were told to do, as a World keeps it.
#include "tests/core/event/play.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace switchyard;

namespace {

void behave(Play& play, NodeId server, const Behaviour& behaviour, bool written = false) {
  play.event(Kind::behaviour_changed, Witness::lab, server).behaviour = {behaviour, written};
}

}  // namespace

TEST_CASE("a server's behaviour is known beside what the scenario says") {
  Play play;
  const auto server = play.addServer();
  const Behaviour written{.latency = 200, .jitter = 20, .fail = 0.1};
  behave(play, server, written, true);
  CHECK(play.world().server(server)->behaviour == written);
  CHECK_FALSE(play.world().server(server)->isSlowed());
  const Behaviour asked{.latency = 300, .jitter = 20, .fail = 1, .exclusion = Exclusion::draining};
  behave(play, server, asked);
  play.event(Kind::weight_changed, Witness::lab, server).count.value = 7;
  const auto world = play.world();
  CHECK(world.server(server)->behaviour == asked);
  CHECK(world.server(server)->written == written);
  CHECK(world.server(server)->isSlowed());
  CHECK(world.server(server)->weight == 7);
  CHECK(world.server(server)->written_weight == 1);
}

TEST_CASE("a recording from before behaviour was told shows servers that do what the scenario says") {
  Play play;
  auto line = play.connect(play.addClient(), play.addServer());
  play.call(line);
  const auto world = play.world();
  const auto& server = world.servers()[0];
  CHECK(server.behaviour == server.written);
  CHECK(server.weight == server.written_weight);
  CHECK(world.clients()[0].asked_rate == world.clients()[0].written_rate);
  CHECK(world.commands().empty());
}

TEST_CASE("a client's rate is known beside what the scenario says") {
  Play play;
  const auto client = play.addClient();
  play.event(Kind::rate_changed, Witness::lab, client).rate = {.rate = 2.5, .written = 1};
  play.event(Kind::rate_changed, Witness::lab, client).rate = {.rate = 100, .written = 0};
  CHECK(play.world().client(client)->asked_rate == 100);
  CHECK(play.world().client(client)->written_rate == 2.5);
}

TEST_CASE("a behaviour that no server can have is ignored") {
  Play play;
  const auto server = play.addServer();
  for (const Behaviour& impossible :
       {Behaviour{.latency = -1}, Behaviour{.jitter = -1}, Behaviour{.fail = 1.5},
        Behaviour{.fail = std::nan("")}, Behaviour{.exclusion = Exclusion::full},
        Behaviour{.exclusion = static_cast<Exclusion>(99)}})
    behave(play, server, impossible);
  for (const double impossible : {-1.0, 1e9, std::nan("")})
    play.event(Kind::rate_changed, Witness::lab, play.addClient()).rate.rate = impossible;
  const auto world = play.world();
  CHECK(world.server(server)->behaviour == Behaviour{});
  for (const auto& client : world.clients()) CHECK(client.asked_rate == 0);
}

TEST_CASE("of commands the youngest are kept") {
  Play play;
  for (std::size_t i = 0; i < World::kMaxCommands + 5; ++i) {
    play.pass(1);
    play.event(Kind::commanded, Witness::lab, 0).commanded.verb = 200;  // of a later program
  }
  CHECK(play.world().commands().size() == World::kMaxCommands);
  CHECK(play.world().commands().back().at == play.now());
}
