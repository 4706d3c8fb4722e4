// SPDX-License-Identifier: GPL-3.0-or-later
// A running laboratory changes between connections and requests.
#include "tests/core/lab/laboratory.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::lab_test;

namespace {

constexpr NodeId kBalancer = 1;

struct Board : Laboratory {
  Board() : Laboratory(scenarioOn(freePorts(4), "tcp", clientsCalling({1, 1}))) {
    lab().start();
    REQUIRE(awaitEverybody());
  }

  std::uint64_t answered() const { return sum(&Client::ok); }
  std::uint64_t failed() const { return sum(&Client::failed); }
  bool awaitMoreAnswers(std::uint64_t calls) {
    const auto before = answered();
    return await([&] { return answered() >= before + calls; });
  }
  bool awaitMode(Mode mode) {
    lab().submit(command::SetMode{kBalancer, mode});
    return await([&] { return world().balancer(kBalancer)->mode == mode; });
  }

 private:
  std::uint64_t sum(std::uint64_t Client::*count) const {
    std::uint64_t all = 0;
    for (const auto& client : world().clients()) all += client.*count;
    return all;
  }
};

}  // namespace

TEST_CASE("a change of mode spreads the calls of the same clients and loses none") {
  Board board;
  board.lab().submit(command::RunSteadily{200});
  REQUIRE(board.awaitMoreAnswers(50));
  CHECK(board.callsPerServer().back() == 0);  // two connections reach two of the three servers

  REQUIRE(board.awaitMode(Mode::http));
  CHECK(board.await([&] { return board.callsPerServer().back() >= 20; }));
  REQUIRE(board.awaitMode(Mode::tcp));
  CHECK(board.awaitMoreAnswers(100));

  board.lab().submit(command::Pause{});
  CHECK(board.awaitAgreement());
  CHECK(board.failed() == 0);
  CHECK(board.world().problems().empty());
  CHECK(board.awaitKernel());
}

TEST_CASE("a mode that cannot use the algorithm is refused and the old one stays") {
  Board board;
  REQUIRE(board.awaitMode(Mode::http));
  board.lab().submit(command::SetPolicy{kBalancer, "uri"});
  board.lab().submit(command::SetMode{kBalancer, Mode::tcp});
  REQUIRE(board.await([&] { return !board.world().problems().empty(); }));
  CHECK(board.world().problems().front().what.find("'uri'") != std::string::npos);
  CHECK(board.world().balancer(kBalancer)->mode == Mode::http);
  board.lab().submit(command::Run{});
  CHECK(board.await([&] { return board.answered() == 2; }));
}
