// SPDX-License-Identifier: GPL-3.0-or-later
// The three witnesses' counts beside each other.
#include "core/evidence/witness_counts.h"

#include "tests/core/event/play.h"

#include <catch2/catch.hpp>

using namespace switchyard;

namespace {

constexpr std::int64_t kRest = 2'000 * Play::kMillisecond;

struct Board {
  explicit Board(Mode mode = Mode::tcp) : play(mode) {
    server = play.addServer();
    client = play.addClient();
    line = play.connect(client, server);
  }
  WitnessCounts ofServer() const {
    const auto world = play.world();
    return witnessCounts(world, *world.server(server));
  }
  WitnessCounts ofClient() const {
    const auto world = play.world();
    return witnessCounts(world, *world.client(client));
  }
  void calls(int count, std::uint8_t status = 0) {
    for (int i = 0; i < count; ++i) play.call(line, status);
  }

  Play play;
  NodeId server = 0, client = 0;
  Play::Line line;
};

}  // namespace

TEST_CASE("three witnesses of the same calls say the same") {
  Board board(GENERATE(Mode::tcp, Mode::http));
  board.calls(10);
  board.play.rest(kRest);
  for (const auto& counts : {board.ofServer(), board.ofClient()}) {
    CHECK_FALSE(counts.differ());
    for (const auto witness : WitnessCounts::kWitnesses) CHECK(counts.of(witness).count == 10U);
  }
}

TEST_CASE("a server that handled a call which nobody else knows of is the odd one") {
  Board board;
  board.calls(10);
  const auto ghost = callId(board.client, 999);
  board.play.receive(ghost, board.server, board.line.balancers_end);
  board.play.answer(ghost, board.server);
  board.play.rest(kRest);
  const auto counts = board.ofServer();
  CHECK(counts.servers.count == 11U);
  CHECK(counts.servers.odd);
  CHECK_FALSE(counts.clients.odd);
  CHECK_FALSE(counts.balancer.odd);
}

TEST_CASE("a balancer that forwarded less than went through it is the odd one") {
  Board board(Mode::http);
  board.calls(3);
  const auto id = board.play.start(board.client);
  board.play.receive(id, board.server, board.line.balancers_end);
  board.play.answer(id, board.server);
  board.play.end(id, board.server);
  board.play.rest(kRest);
  CHECK(board.ofServer().balancer.odd);
  CHECK(board.ofClient().balancer.odd);
  CHECK_FALSE(board.ofClient().clients.odd);
}

TEST_CASE("what is under way, has failed or was only just told is no difference") {
  Board board;
  board.calls(3);
  SECTION("under way") {
    board.play.rest(kRest);
    board.play.start(board.client);
  }
  SECTION("failed") {
    board.calls(5, 14);
    board.play.rest(kRest);
  }
  SECTION("just told") {
    const auto id = board.play.start(board.client);
    board.play.receive(id, board.server, board.line.balancers_end);
    board.play.answer(id, board.server);
    board.play.end(id, board.server);
  }
  CHECK_FALSE(board.ofServer().differ());
  CHECK_FALSE(board.ofClient().differ());
}

TEST_CASE("who knows nothing is not compared") {
  Play play;
  const auto server = play.addServer();
  const auto client = play.addClient(0);
  const auto id = play.start(client);
  play.receive(id, server, Endpoint::loopback(40'000));
  play.answer(id, server);
  play.end(id, server);
  play.rest(kRest);
  const auto world = play.world();
  const auto counts = witnessCounts(world, *world.client(client));
  CHECK_FALSE(counts.balancer.count);
  CHECK_FALSE(counts.differ());
  CHECK_FALSE(witnessCounts(world, *world.server(server)).differ());
}
