// SPDX-License-Identifier: GPL-3.0-or-later
// The fourth witness: what the balancers say is open against the kernel's own table.
#include "tests/core/event/play.h"

#include <catch2/catch.hpp>

using namespace switchyard;

namespace {

using Ends = std::pair<Endpoint, Endpoint>;

struct Board : Play {
  Board() {
    for (int i = 0; i < 3; ++i) lines.push_back(connect(addClient(), addServer()));
  }
  std::vector<Line> lines;
};

}  // namespace

TEST_CASE("nobody who was not asked agrees") {
  const Board board;
  CHECK(board.world().kernelSamples() == 0);
  CHECK_FALSE(board.world().kernelAgreedAlways());
}

TEST_CASE("a table that shows each connection's own end agrees") {
  Board board;
  board.sample(board.lines);
  const auto world = board.world();
  CHECK(world.kernelAgreedAlways());
  CHECK(world.agreement().kernel);
  CHECK(world.agreement().kernel_connections == 6);
  CHECK(world.agreement().board_connections == 6);
}

TEST_CASE("a health check's connection is no stranger") {
  Board board;
  const auto& line = board.lines[0];
  const Endpoint server = board.world().server(line.server)->address;
  const Ends ends{Endpoint::loopback(40'123), server};
  const auto tell = [&](Kind kind) {
    board.event(kind, Witness::balancer, Play::kBalancer).opened = {.connection = 0,
                                                                    .side = Side::upstream,
                                                                    .server = line.server,
                                                                    .local = ends.first,
                                                                    .remote = ends.second};
  };
  tell(Kind::check_opened);
  board.sample(board.lines, {ends});
  board.sample(board.lines, {ends});
  CHECK(board.world().kernelAgreedAlways());
  tell(Kind::check_closed);
  board.sample(board.lines, {ends});
  board.sample(board.lines, {ends});
  CHECK_FALSE(board.world().agreement().kernel);
}

TEST_CASE("a connection that the kernel does not know is a disagreement when it lasts") {
  Board board;
  const std::vector<Play::Line> without_first(board.lines.begin() + 1, board.lines.end());
  board.sample(without_first);
  CHECK_FALSE(board.world().kernelAgreedAlways());  // not exactly, now
  CHECK(board.world().agreement().kernel);          // it may be a reset that its balancer is about to hear of
  CHECK(board.world().agreement().kernel_connections == 4);
  SECTION("and is none when the balancer hears of it, too") {
    board.close(board.lines[0], CloseReason::reset);
    board.sample(without_first);
    CHECK(board.world().kernelAgreedAlways());
  }
  SECTION("and is remembered") {
    board.sample(without_first);
    CHECK_FALSE(board.world().agreement().kernel);
    board.sample(board.lines);
    CHECK(board.world().agreement().kernel);
    CHECK_FALSE(board.world().kernelAgreedAlways());
  }
  SECTION("and another one the next time is a new one") {
    const std::vector<Play::Line> without_last(board.lines.begin(), board.lines.end() - 1);
    board.sample(without_last);
    CHECK(board.world().agreement().kernel);
  }
}

TEST_CASE("a socket of the balancers that is not on the board is a disagreement when it lasts") {
  Board board;
  const auto server = board.world().servers().front().address;
  const auto odd = GENERATE_COPY(Ends(Endpoint::loopback(8443), Endpoint::loopback(60'000)),
                                 Ends(Endpoint::loopback(60'000), server));
  board.sample(board.lines, {odd});
  CHECK(board.world().agreement().kernel);
  board.sample(board.lines, {odd});
  CHECK_FALSE(board.world().agreement().kernel);
  CHECK_FALSE(board.world().kernelAgreedAlways());
}

TEST_CASE("a connection that closed on the board must go from the table, too") {
  Board board;
  board.sample(board.lines);
  board.close(board.lines[0]);
  board.sample(board.lines);
  board.sample(board.lines);
  CHECK_FALSE(board.world().agreement().kernel);
}

TEST_CASE("other programs' sockets on the same ports are none of the board's") {
  Board board;
  const auto server = board.world().servers().front().address;
  for (int i = 0; i < 2; ++i) {
    board.sample(board.lines, {{Endpoint::loopback(60'000), Endpoint::loopback(60'001)}});
    board.event(Kind::socket_seen, Witness::kernel, 0).socket = {
        .local = Endpoint::loopback(61'000), .remote = server, .state = 1, .own = 0};
    board.sample(board.lines);
  }
  CHECK(board.world().kernelAgreedAlways());
}

TEST_CASE("a balancer that listens on every address is compared on each") {
  World world;
  Event added(1, Kind::node_added, Witness::lab, 1);
  added.added.role = Role::balancer;
  added.added.address = Endpoint::any(8443);
  world.apply(added);
  for (int i = 0; i < 2; ++i) {
    Event seen(2, Kind::socket_seen, Witness::kernel, 0);
    seen.socket = {.local = *Endpoint::parse("192.0.2.7:8443"),
                   .remote = *Endpoint::parse("192.0.2.9:4711"),
                   .state = 1,
                   .own = 1};
    world.apply(seen);
    world.apply(Event(3, Kind::sockets_sampled, Witness::kernel, 0));
  }
  CHECK_FALSE(world.agreement().kernel);
}

TEST_CASE("a change of state in the kernel is no change of the table") {
  Board board;
  board.sample(board.lines);
  World world = board.world();
  const auto& line = board.lines[0];
  for (const auto kind : {Kind::socket_seen, Kind::socket_gone, Kind::socket_seen}) {
    Event event(board.now(), kind, Witness::kernel, 0);
    event.socket = {.local = Endpoint::loopback(8443), .remote = line.clients_end, .state = 8, .own = 1};
    world.apply(event);
  }
  for (const auto& other : board.lines) {
    Event event(board.now(), Kind::socket_seen, Witness::kernel, 0);
    event.socket = {
        .local = other.balancers_end, .remote = world.server(other.server)->address, .state = 1, .own = 1};
    world.apply(event);
    event.socket = {.local = Endpoint::loopback(8443), .remote = other.clients_end, .state = 1, .own = 1};
    world.apply(event);
  }
  world.apply(Event(board.now(), Kind::sockets_sampled, Witness::kernel, 0));
  CHECK(world.kernelAgreedAlways());
}
