// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the processes of a Lab, and who says so.
#include "tests/core/lab/laboratory.h"
#include "tests/core/tcp/peers.h"
#include "tests/core/lab/stranger.h"
#include "tests/support/data_folder.h"

#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cerrno>

using namespace switchyard;
using namespace switchyard::lab_test;

namespace {

bool saysProblem(const World& world, const std::string& words) {
  return std::any_of(world.problems().begin(), world.problems().end(), [&](const auto& problem) {
    return (problem.what + problem.remedy).find(words) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("a server killed from outside is down within a tenth of a second, and the others go on") {
  Laboratory laboratory(scenarioOn(freePorts(4), "tcp", clientsCalling({1, 1, 1})));
  laboratory.lab().start();
  REQUIRE(laboratory.awaitEverybody());
  const auto victim = laboratory.serverNamed("srv2");
  const auto killed_at = monotonicNow();
  REQUIRE(kill(laboratory.world().server(victim)->pid, SIGKILL) == 0);
  REQUIRE(laboratory.await([&] { return laboratory.world().server(victim)->state == NodeState::down; }));
  const auto& server = *laboratory.world().server(victim);
  CHECK(server.cause == Cause::signalled);
  CHECK(server.cause_detail == SIGKILL);
  INFO("seen after " << (server.state_since - killed_at) / 1'000 << " µs");
  CHECK(server.state_since - killed_at < 100'000'000);

  laboratory.lab().submit(command::Run{});
  REQUIRE(laboratory.awaitEndOfTraffic());
  REQUIRE(laboratory.awaitAgreement());
  CHECK(laboratory.callsPerServer() == std::vector<std::uint64_t>{2, 1, 0});
}

TEST_CASE("a server that was killed is started again on its port and is called again") {
  Laboratory laboratory(scenarioOn(freePorts(2), "tcp", clientsCalling({5})));
  laboratory.lab().start();
  REQUIRE(laboratory.awaitEverybody());
  const auto victim = laboratory.serverNamed("srv1");
  laboratory.lab().submit(command::Kill{victim});
  REQUIRE(laboratory.await([&] { return laboratory.world().server(victim)->state != NodeState::ready; }));
  laboratory.lab().submit(command::Start{victim});
  REQUIRE(laboratory.awaitEverybody());
  laboratory.lab().submit(command::Run{});
  REQUIRE(laboratory.awaitEndOfTraffic());
  REQUIRE(laboratory.awaitAgreement());
  CHECK(laboratory.world().clients()[0].ok == 5);
}

TEST_CASE("a server whose port is in use has failed and says so; the others are called") {
  const auto ports = freePorts(4);
  const Stranger stranger(ports[2]);
  Laboratory laboratory(scenarioOn(ports, "tcp", clientsCalling({3})));
  laboratory.lab().start();
  laboratory.lab().submit(command::Run{});
  REQUIRE(laboratory.awaitEndOfTraffic());
  const auto& server = *laboratory.world().server(laboratory.serverNamed("srv2"));
  CHECK(server.state == NodeState::failed);
  CHECK(server.cause == Cause::port_in_use);
  CHECK(saysProblem(laboratory.world(), std::to_string(ports[2])));
  CHECK(laboratory.world().clients()[0].ok == 3);
}

TEST_CASE("without the node program nobody can start, which is said, and the run ends") {
  Laboratory laboratory(scenarioOn(freePorts(3), "tcp", clientsCalling({1})), "/nonexistent/switchyard-node");
  laboratory.lab().start();
  laboratory.lab().submit(command::Run{});
  REQUIRE(laboratory.awaitEndOfTraffic());
  for (const auto& server : laboratory.world().servers()) {
    CHECK(server.state == NodeState::failed);
    CHECK(server.cause == Cause::no_program);
  }
  CHECK(saysProblem(laboratory.world(), "/nonexistent/switchyard-node"));
}

TEST_CASE("nothing of a laboratory is left when it goes, not even what is frozen") {
  {
    Laboratory laboratory(scenarioOn(freePorts(4), "http", clientsCalling({1, 1})));
    laboratory.lab().start();
    REQUIRE(laboratory.awaitEverybody());
    laboratory.lab().submit(command::Freeze{laboratory.serverNamed("srv3")});
    REQUIRE(laboratory.await([&] {
      return laboratory.world().server(laboratory.serverNamed("srv3"))->state == NodeState::frozen;
    }));
  }
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}

TEST_CASE("the whole cast talks TLS where the file says so, and all counts agree") {
  const DataFolder folder;
  const std::string mode = GENERATE("tcp", "http");
  INFO(mode);
  Laboratory laboratory(scenarioOn(freePorts(3), mode, clientsCalling({20, 20}), "ssl crt class.pem alpn h2",
                                   "ssl ca-file class.pem verifyhost localhost alpn h2 check"));
  laboratory.lab().start();
  REQUIRE(laboratory.awaitEverybody());
  laboratory.lab().submit(command::Run{});
  REQUIRE(laboratory.awaitEndOfTraffic());
  CHECK(laboratory.awaitAgreement());
  CHECK(laboratory.callsPerServer() == std::vector<std::uint64_t>{20, 20});
}

TEST_CASE("every address of either family is kept to this computer, each in its own") {
  const auto ports = freePorts(2);
  const auto port = std::to_string(ports[0]);
  Laboratory lab(scenarioOn(ports, "tcp", {}, "\n  bind :::" + port + " v6only"));
  lab.lab().start();
  REQUIRE(lab.await([&] {
    const auto* balancer = lab.world().balancer(1);
    return balancer != nullptr && balancer->state == NodeState::ready;
  }));
  CHECK(tcp_test::tryConnect(*Endpoint::parse("127.0.0.1:" + port)).isOpen());
  CHECK(tcp_test::tryConnect(*Endpoint::parse("[::1]:" + port)).isOpen());
  CHECK(lab.world().problems().empty());
}
