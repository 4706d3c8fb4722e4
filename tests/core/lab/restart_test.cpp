// SPDX-License-Identifier: GPL-3.0-or-later
// A balancer that is stopped and started again before its connections of before have ended.
#include "tests/core/http2/peer.h"
#include "tests/core/lab/laboratory.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::lab_test;
using http2_test::Http2Peer;

namespace {

constexpr NodeId kBalancer = 1;

struct Restarting : Laboratory {
  explicit Restarting(const std::vector<std::uint16_t>& ports, const std::string& mode)
      : Laboratory(scenarioOn(ports, mode, {})), address(Endpoint::loopback(ports[0])) {
    lab().start();
    REQUIRE(awaitState(NodeState::ready));
  }

  /// A client with a call under way.
  Http2Peer calling() const {
    auto client = Http2Peer::client(address);
    client.headers(1, {{":method", "POST"},
                       {":scheme", "http"},
                       {":path", "/dnt.DemoService/SayHello"},
                       {":authority", "test"},
                       {"content-type", "application/grpc"},
                       {"te", "trailers"}});
    REQUIRE(client.lives());
    return client;
  }
  bool awaitState(NodeState state) {
    return await([&] {
      const auto* balancer = world().balancer(kBalancer);
      return balancer != nullptr && balancer->state == state;
    });
  }
  void stop() {
    lab().submit(command::Stop{kBalancer});
    REQUIRE(await([&] {
      const auto state = world().balancer(kBalancer)->state;
      return state == NodeState::draining || state == NodeState::stopped;
    }));
  }
  void start() {
    lab().submit(command::Start{kBalancer});
    REQUIRE(awaitState(NodeState::ready));
  }
  /// Everything that a client is told until its connection ends.
  static void awaitEndOf(Http2Peer& client) {
    while (client.next()) continue;
  }

  Endpoint address;
};

}  // namespace

TEST_CASE("a balancer that is started again cuts what came before its stop, and nothing else") {
  const std::string mode = GENERATE("tcp", "http");
  Restarting lab(freePorts(3), mode);
  auto first = lab.calling();
  lab.stop();
  lab.start();
  auto second = lab.calling();
  lab.stop();
  lab.start();
  auto third = lab.calling();
  SECTION("in the same mode") {}
  SECTION("also when the mode has changed") {
    lab.lab().submit(command::SetMode{kBalancer, mode == "tcp" ? Mode::http : Mode::tcp});
    lab.stop();
    lab.start();
    lab.lab().submit(command::SetMode{kBalancer, mode == "tcp" ? Mode::tcp : Mode::http});
    Restarting::awaitEndOf(third);
    third = lab.calling();
  }
  Restarting::awaitEndOf(first);
  Restarting::awaitEndOf(second);
  CHECK(third.lives());
  lab.take(100ms);
  CHECK(third.lives());
  CHECK(lab.calling().lives());
  CHECK(lab.world().balancer(kBalancer)->state == NodeState::ready);
}

TEST_CASE("a balancer has stopped when the last of its connections has gone") {
  Restarting lab(freePorts(2), GENERATE("tcp", "http"));
  auto first = lab.calling();
  lab.stop();
  lab.start();
  auto second = lab.calling();
  lab.stop();
  CHECK(lab.awaitState(NodeState::stopped));
  CHECK(lab.world().balancer(kBalancer)->downstream == 0);
  Restarting::awaitEndOf(first);
  Restarting::awaitEndOf(second);
  lab.start();
  CHECK(lab.calling().lives());
}

TEST_CASE("a balancer that is killed while it drains is down, and starts again") {
  Restarting lab(freePorts(2), GENERATE("tcp", "http"));
  auto client = lab.calling();
  lab.stop();
  lab.lab().submit(command::Kill{kBalancer});
  CHECK(lab.awaitState(NodeState::down));
  Restarting::awaitEndOf(client);
  lab.start();
  CHECK(lab.calling().lives());
  CHECK(lab.world().balancer(kBalancer)->state == NodeState::ready);
}
