// SPDX-License-Identifier: GPL-3.0-or-later
// Three witnesses: what they may disagree about for a while, what is explained, and that no lie goes unseen.
#include "tests/core/event/play.h"

#include <catch2/catch.hpp>

using namespace switchyard;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::uint8_t kDeadline = 4, kUnavailable = 14;

/// Three clients, each with its connection to its server.
struct Board : Play {
  explicit Board(Mode mode = Mode::tcp) : Play(mode) {
    for (int i = 0; i < 3; ++i) servers.push_back(addServer());
    for (int i = 0; i < 3; ++i) lines.push_back(connect(addClient(), servers[static_cast<std::size_t>(i)]));
  }
  void callOnEach(int times) {
    for (int i = 0; i < times; ++i)
      for (auto& line : lines) call(line);
  }

  std::vector<NodeId> servers;
  std::vector<Line> lines;
};

/// What is shown long after the last word.
Agreement settled(Play& play) {
  play.rest(kSecond);
  return play.world().agreement();
}

}  // namespace

TEST_CASE("honest witnesses agree") {
  Board board(GENERATE(Mode::tcp, Mode::http));
  board.callOnEach(10);
  const auto agreement = settled(board);
  CHECK(agreement.clients_sent == 30);
  CHECK(agreement.balancer_forwarded == 30);
  CHECK(agreement.servers_handled == 30);
  CHECK(agreement.complete);
  CHECK(agreement.calls);
}

TEST_CASE("one call more or less at any one witness is a disagreement") {
  const auto mode = GENERATE(Mode::tcp, Mode::http);
  Board board(mode);
  board.callOnEach(10);
  auto& line = board.lines[1];
  const auto ghost = callId(line.client, 1000);
  SECTION("a client tells of a call that it did not make") {
    board.start(line.client);
    board.end(callId(line.client, 11), line.server);
  }
  SECTION("a client tells of a call that ended, and no server gave the answer") {
    board.end(board.start(line.client), 0);
  }
  SECTION("a client keeps one to itself") {
    mode == Mode::tcp ? board.forward(line) : board.route(ghost, line);
    board.receive(ghost, line.server, line.balancers_end);
    board.answer(ghost, line.server);
  }
  SECTION("the balancer counts one too many") {
    mode == Mode::tcp ? board.forward(line) : board.route(ghost, line);
  }
  SECTION("the balancer forgets one") {
    const auto call = board.start(line.client);
    board.receive(call, line.server, line.balancers_end);
    board.answer(call, line.server);
    board.end(call, line.server);
  }
  SECTION("a server counts one too many") {
    board.receive(ghost, line.server, line.balancers_end);
    board.answer(ghost, line.server);
  }
  SECTION("a server forgets one") {
    const auto call = board.start(line.client);
    mode == Mode::tcp ? board.forward(line) : board.route(call, line);
    board.end(call, line.server);
  }
  SECTION("a server tells of a call over a connection that no balancer has") {
    const auto call = board.start(line.client);
    mode == Mode::tcp ? board.forward(line) : board.route(call, line);
    board.receive(call, line.server, Endpoint::loopback(9));
    board.answer(call, line.server);
    board.end(call, line.server);
  }
  SECTION("a client names another server than the one that answered") {
    const auto call = board.start(line.client);
    mode == Mode::tcp ? board.forward(line) : board.route(call, line);
    board.receive(call, line.server, line.balancers_end);
    board.answer(call, line.server);
    board.end(call, board.servers[0]);
  }
  SECTION("a server says that it failed a call whose client had an OK answer") {
    const auto call = board.start(line.client);
    mode == Mode::tcp ? board.forward(line) : board.route(call, line);
    board.receive(call, line.server, line.balancers_end);
    board.answer(call, line.server, kUnavailable);
    board.end(call, line.server);
  }
  const auto agreement = settled(board);
  CHECK_FALSE(agreement.calls);
  CHECK_FALSE(agreement.complete);
}

TEST_CASE("calls under way are no disagreement") {
  Board board;
  board.callOnEach(3);
  board.start(board.lines[0].client);
  auto& line = board.lines[1];
  const auto call = board.start(line.client);
  board.forward(line);
  board.receive(call, line.server, line.balancers_end);
  const auto agreement = settled(board);
  CHECK_FALSE(agreement.at_rest);
  CHECK_FALSE(agreement.complete);
  CHECK(agreement.calls);
}

TEST_CASE("counts that are told later are waited for, half a second long") {
  Board board;
  auto& line = board.lines[0];
  const auto call = board.start(line.client);
  board.receive(call, line.server, line.balancers_end);
  board.answer(call, line.server);
  board.end(call, line.server);
  CHECK(board.world().agreement().calls);
  CHECK_FALSE(board.world().agreement().complete);
  board.rest(kSecond / 10);
  CHECK(board.world().agreement().calls);
  SECTION("and come") {
    board.forward(line);
    CHECK(board.world().agreement().complete);
  }
  SECTION("or not") {
    CHECK_FALSE(settled(board).calls);
  }
}

TEST_CASE("a loss is seen while traffic goes on") {
  Board board;
  for (int i = 0; i < 200; ++i) {  // 8 calls a tenth of a second, so at most 50 are recent
    auto& line = board.lines[0];
    const auto call = board.start(line.client);
    board.forward(line);
    if (i >= 100) {  // of the first hundred the server forgets to tell
      board.receive(call, line.server, line.balancers_end);
      board.answer(call, line.server);
    }
    board.pass(12 * Play::kMillisecond);
    board.end(call, line.server);
  }
  board.start(board.lines[1].client);
  const auto agreement = board.world().agreement();
  CHECK_FALSE(agreement.at_rest);
  CHECK_FALSE(agreement.calls);
}

TEST_CASE("calls that failed before they reached a server explain themselves") {
  Board board;
  board.callOnEach(2);
  const auto client = board.lines[0].client;
  board.end(board.start(client), 0, kUnavailable);  // connection refused
  board.end(board.start(client), 0, kDeadline);     // before it was sent
  auto& line = board.lines[1];
  const auto timed_out = board.start(line.client);
  board.forward(line);  // its server is frozen
  board.end(timed_out, 0, kDeadline);
  const auto agreement = settled(board);
  CHECK(agreement.clients_sent == 9);
  CHECK(agreement.balancer_forwarded == 7);
  CHECK(agreement.servers_handled == 6);
  CHECK(agreement.complete);
  SECTION("but not one more") {
    board.end(board.start(client), 0);
    CHECK_FALSE(settled(board).complete);
  }
}

TEST_CASE("an answer that came too late for its client is explained") {
  Board board;
  auto& line = board.lines[0];
  const auto call = board.start(line.client);
  board.forward(line);
  board.receive(call, line.server, line.balancers_end);
  board.end(call, 0, kDeadline);
  board.answer(call, line.server);
  CHECK(settled(board).complete);
}

TEST_CASE("a server killed with SIGKILL takes its calls in flight along") {
  Board board;
  board.callOnEach(2);
  auto& line = board.lines[0];
  const auto had = board.start(line.client);
  board.forward(line);
  board.receive(had, line.server, line.balancers_end);
  const auto never_had = board.start(line.client);
  board.forward(line);
  board.state(line.server, NodeState::down, Cause::signalled);
  board.close(line, CloseReason::reset);
  board.end(had, 0, kUnavailable);
  board.end(never_had, 0, kUnavailable);
  const auto agreement = settled(board);
  CHECK(agreement.complete);
  CHECK(board.world().server(line.server)->lost == 1);
  CHECK(board.world().server(line.server)->in_flight == 0);
}

TEST_CASE("a call that gRPC sends again by itself, because its connection ended, is no call too many") {
  Board board;
  auto& line = board.lines[0];
  const auto call = board.start(line.client);
  board.forward(line);
  board.close(line, CloseReason::server_closed);
  auto second = board.connect(line.client, board.servers[1]);
  board.forward(second);
  board.receive(call, second.server, second.balancers_end);
  board.answer(call, second.server);
  board.end(call, second.server);
  const auto agreement = settled(board);
  CHECK(agreement.balancer_forwarded == 2);
  CHECK(agreement.complete);
}

TEST_CASE("a client that ends leaves its calls behind as lost") {
  Board board;
  auto& line = board.lines[0];
  const auto call = board.start(line.client);
  board.forward(line);
  board.receive(call, line.server, line.balancers_end);
  board.state(line.client, NodeState::down, Cause::signalled);
  board.answer(call, line.server, 1);
  const auto agreement = settled(board);
  CHECK(agreement.complete);
  const auto world = board.world();
  CHECK(world.client(line.client)->lost == 1);
  REQUIRE(world.call(call) != nullptr);
  CHECK(world.call(call)->status == kStatusLost);
  CHECK(world.call(call)->ended_at != 0);
}

TEST_CASE("strangers' calls are counted apart") {
  Board board;
  board.callOnEach(2);
  auto line = board.connect(0, board.servers[0]);
  for (int i = 0; i < 5; ++i) board.strangersCall(line);
  board.forward(line);  // one that failed on its way, for all we know
  const auto agreement = settled(board);
  CHECK(agreement.balancer_forwarded == 6);
  CHECK(agreement.servers_handled == 6);
  CHECK(agreement.strangers_forwarded == 6);
  CHECK(agreement.strangers_handled == 5);
  CHECK(agreement.complete);
  CHECK(board.world().server(board.servers[0])->from_strangers == 5);
  SECTION("and yet no server may handle more of them than were forwarded") {
    for (int i = 0; i < 2; ++i)
      board.receive(strangerCallId(line.server, 100U + static_cast<unsigned>(i)), line.server,
                    line.balancers_end);
    CHECK_FALSE(settled(board).calls);
  }
}

TEST_CASE("a stranger may call a server directly") {
  Board board;
  board.callOnEach(1);
  board.receive(strangerCallId(board.servers[0], 7), board.servers[0], Endpoint::loopback(33'333));
  CHECK(settled(board).complete);
}

TEST_CASE("a server that does not report is taken at the balancer's word") {
  const auto mode = GENERATE(Mode::tcp, Mode::http);
  Play play(mode);
  const auto server = play.addServer(false);
  auto line = play.connect(play.addClient(), server);
  for (int i = 0; i < 3; ++i) {
    const auto call = play.start(line.client);
    mode == Mode::tcp ? play.forward(line) : play.route(call, line);
    play.end(call, 0);
  }
  const auto agreement = settled(play);
  CHECK(agreement.unobserved == 3);
  CHECK(agreement.servers_handled == 0);
  CHECK(agreement.complete);
  SECTION("whose lies are seen by the client") {
    mode == Mode::tcp ? play.forward(line) : play.route(callId(line.client, 99), line);
    CHECK_FALSE(settled(play).calls);
  }
}

TEST_CASE("a client that calls its server directly needs no balancer") {
  Play play;
  const auto server = play.addServer();
  const auto client = play.addClient(0);
  const auto call = play.start(client);
  play.receive(call, server, Endpoint::loopback(40'000));
  play.answer(call, server);
  play.end(call, server);
  CHECK(settled(play).complete);
}

TEST_CASE("attempts and calls are counted apart") {
  Board board(Mode::http);
  auto& line = board.lines[0];
  auto second = board.connect(line.client, board.servers[1]);
  const auto call = board.start(line.client);
  board.route(call, line);
  board.receive(call, line.server, line.balancers_end);
  board.answer(call, line.server, kUnavailable);
  board.retry(call, 2);
  auto retried = second;
  retried.downstream = line.downstream;
  board.route(call, retried, 2);
  board.pass(Play::kMillisecond);
  board.receive(call, second.server, second.balancers_end);
  board.answer(call, second.server);
  board.finish(call);
  board.end(call, second.server);
  const auto agreement = settled(board);
  CHECK(agreement.clients_sent == 1);
  CHECK(agreement.balancer_forwarded == 1);
  CHECK(agreement.servers_handled == 1);
  CHECK(agreement.complete);
  const auto world = board.world();
  CHECK(world.balancer(Play::kBalancer)->forwarded == 1);
  CHECK(world.balancer(Play::kBalancer)->retries == 1);
  CHECK(world.server(line.server)->forwarded == 1);
  CHECK(world.server(second.server)->forwarded == 1);
  CHECK(world.call(call)->attempt == 2);
  CHECK(world.call(call)->server == second.server);
}

TEST_CASE("witnesses still agree when their connections are long forgotten") {
  Board board;
  board.callOnEach(2);
  for (int i = 0; i < 3000; ++i) {
    auto line = board.connect(board.lines[0].client, board.servers[0]);
    if (i % 2 == 0) board.call(line);
    board.close(line);
  }
  const auto agreement = settled(board);
  CHECK(agreement.balancer_forwarded == 1506);
  CHECK(agreement.complete);
  CHECK(board.world().connections().size() <= 6 + 2 * World::kMaxGhosts);
}
