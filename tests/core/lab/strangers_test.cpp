// SPDX-License-Identifier: GPL-3.0-or-later
// A laboratory behind another one: each numbers its calls and its servers alike, and takes the other's for
// those of strangers.
#include "tests/core/lab/laboratory.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::lab_test;

namespace {

/// Its srv1 is the balancer at `behind`; its srv2 is a server of its own.
Scenario inFrontOf(std::uint16_t behind, const std::string& mode) {
  const auto ports = freePorts(2);
  auto scenario = scenarioOn({ports[0], behind, ports[1]}, mode, clientsCalling({40, 40}));
  scenario.servers[0].built_in = false;
  return scenario;
}

}  // namespace

TEST_CASE("two laboratories one behind the other both count right") {
  const std::string mode = GENERATE("http", "tcp");
  CAPTURE(mode);
  const auto ports = freePorts(3);
  Laboratory behind(scenarioOn(ports, mode, clientsCalling({50})));
  behind.lab().start();
  REQUIRE(behind.awaitEverybody());
  Laboratory front(inFrontOf(ports[0], mode));
  front.lab().start();
  REQUIRE(front.awaitEverybody());

  behind.lab().submit(command::Run{});
  front.lab().submit(command::Run{});
  REQUIRE(front.awaitEndOfTraffic());
  REQUIRE(behind.awaitEndOfTraffic());
  CHECK(front.awaitAgreement());
  CHECK(behind.awaitAgreement());

  const auto& own = *front.world().server(front.serverNamed("srv2"));
  const auto& other = *front.world().server(front.serverNamed("srv1"));
  CHECK(own.from_strangers == 0);
  CHECK(own.ok_at_clients == own.ok);  // though the srv2 behind signs its answers, too
  CHECK(own.received + other.forwarded == 80);
  REQUIRE(other.forwarded > 0);
  REQUIRE(behind.await([&] { return behind.world().agreement().strangers_handled == other.forwarded; }));
  CHECK(behind.world().agreement().strangers_forwarded == other.forwarded);
  CHECK(behind.world().clients().front().ok == 50);
  CHECK(behind.world().clients().front().handled == 50);
}
