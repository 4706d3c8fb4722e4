// SPDX-License-Identifier: GPL-3.0-or-later
// The answer "listen as written" is given while the laboratory runs.
#include "tests/core/lab/laboratory.h"
#include "tests/core/lab/stranger.h"
#include "tests/core/tcp/peers.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::lab_test;

namespace {

constexpr NodeId kBalancer = 1;

struct Board : Laboratory {
  explicit Board(const std::string& mode) : Board(freePorts(3), mode) {}
  Board(const std::vector<std::uint16_t>& ports, const std::string& mode)
      : Laboratory(onAllAddresses(ports, mode)), port(ports[0]) {
    lab().start();
    REQUIRE(awaitEverybody());
  }

  static Scenario onAllAddresses(const std::vector<std::uint16_t>& ports, const std::string& mode) {
    auto scenario = scenarioOn(ports, mode, clientsCalling({0, 0, 0}));
    scenario.config.frontends[0].binds[0].address = *Endpoint::parse("0.0.0.0:" + std::to_string(ports[0]));
    for (auto& server : scenario.servers) server.behaviour.latency = 20ms;
    return scenario;
  }

  /// Another loopback address stands for another computer.
  bool isReachedFromElsewhere() const {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = inet_addr("127.0.0.2");
    address.sin_port = htons(port);
    const bool reached = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(fd);
    return reached;
  }
  std::uint64_t sum(std::uint64_t Client::*count) const {
    std::uint64_t all = 0;
    for (const auto& client : world().clients()) all += client.*count;
    return all;
  }
  bool awaitMoreAnswers(std::uint64_t calls) {
    const auto before = sum(&Client::ok);
    return await([&] { return sum(&Client::ok) >= before + calls; });
  }

  std::uint16_t port;
};

}  // namespace

TEST_CASE("listening as written cuts no connection and no call") {
  Board board(GENERATE("tcp", "http"));
  board.lab().submit(command::RunSteadily{100});
  REQUIRE(board.awaitMoreAnswers(30));
  CHECK_FALSE(board.isReachedFromElsewhere());
  board.lab().submit(command::ListenAsWritten{});
  REQUIRE(board.await([&] { return board.isReachedFromElsewhere(); }));
  REQUIRE(board.awaitMoreAnswers(100));
  CHECK(board.sum(&Client::failed) == 0);
  std::size_t clients_own = 0;
  for (const auto& one : board.world().connections())
    if (one.client != 0 && one.side == Side::downstream) {
      CHECK(one.open());
      ++clients_own;
    }
  CHECK(clients_own == 3);
  CHECK(board.world().problems().empty());
}

TEST_CASE("whoever waits to be accepted when a balancer listens as written is let in") {
  Board board(GENERATE("tcp", "http"));
  std::vector<tcp_test::Peer> strangers;  // more than it accepts in a turn
  for (int i = 0; i < 150; ++i)
    strangers.push_back(tcp_test::Peer::connectTo(Endpoint::loopback(board.port)));
  board.lab().submit(command::ListenAsWritten{});
  REQUIRE(board.await([&] { return board.isReachedFromElsewhere(); }));
  for (auto& stranger : strangers) CHECK(stranger.receive(1).size() == 1);  // of its server's SETTINGS
}

TEST_CASE("listening as written starts no balancer that was stopped; when it is started, it listens there") {
  Board board("tcp");
  board.lab().submit(command::Stop{kBalancer});
  const auto& balancer = *board.world().balancer(kBalancer);
  REQUIRE(board.await([&] { return balancer.state == NodeState::stopped; }));
  board.lab().submit(command::ListenAsWritten{});
  REQUIRE(board.await([&] { return board.world().commands().size() == 2; }));
  board.take(100ms);
  CHECK(balancer.state == NodeState::stopped);
  CHECK_FALSE(board.isReachedFromElsewhere());
  board.lab().submit(command::Start{kBalancer});
  REQUIRE(board.await([&] { return balancer.state == NodeState::ready; }));
  CHECK(board.isReachedFromElsewhere());
}

TEST_CASE("where it cannot listen as written a balancer says so and listens on") {
  const auto ports = freePorts(3);
  const Stranger stranger(ports[0], "127.0.0.2");
  Board board(ports, "tcp");
  board.lab().submit(command::RunSteadily{100});
  REQUIRE(board.awaitMoreAnswers(30));
  board.lab().submit(command::ListenAsWritten{});
  REQUIRE(board.await([&] { return !board.world().problems().empty(); }));
  CHECK(board.world().problems()[0].what.find(std::to_string(ports[0])) != std::string::npos);
  REQUIRE(board.awaitMoreAnswers(30));
  CHECK(board.world().balancer(kBalancer)->state == NodeState::ready);
  CHECK(board.sum(&Client::failed) == 0);
  board.lab().submit(command::AddClient{kBalancer});  // a new connection
  REQUIRE(
      board.await([&] { return board.world().clients().size() == 4 && board.world().clients()[3].ok > 0; }));
}
