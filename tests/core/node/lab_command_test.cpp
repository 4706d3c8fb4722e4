// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/lab_command.h"

#include <catch2/catch.hpp>

using namespace switchyard::node;
using namespace std::chrono_literals;

TEST_CASE("trafficCarriesAWholePlanAndANameWithSpaces") {
  const auto command = parseClientCommand(
      "traffic calls=100 connections=3 concurrency=2 rate=50.5 deadline=20000000 name=Nguyễn Văn A");
  REQUIRE(command);
  const auto& plan = std::get<TrafficPlan>(*command);
  CHECK(plan.calls == 100);
  CHECK(plan.connections == 3);
  CHECK(plan.concurrency == 2);
  CHECK(plan.rate == 50.5);
  CHECK(plan.deadline == 20s);
  CHECK(plan.name == "Nguyễn Văn A");
}

TEST_CASE("theOtherClientCommandsAreShort") {
  CHECK(std::holds_alternative<Run>(*parseClientCommand("run")));
  CHECK(std::holds_alternative<Pause>(*parseClientCommand("pause")));
  CHECK(std::get<Steady>(*parseClientCommand("steady rate=0.5")).rate == 0.5);
  CHECK(std::get<Send>(*parseClientCommand("send n=3")).calls == 3);
}

TEST_CASE("behaveSaysHowToTreatCalls") {
  const auto spec = parseServerCommand("behave latency=10000 jitter=2000 fail=0.2");
  REQUIRE(spec);
  CHECK(spec->latency == 10ms);
  CHECK(spec->jitter == 2ms);
  CHECK(spec->fail == 0.2);
}

TEST_CASE("aWrongCommandIsQuotedWithWhatIsWrong") {
  for (const auto* line : {"", "runs", "run now", "send", "send n=0", "send n=x", "send n=3 m=4", "steady",
                           "steady rate=-1", "behave latency=0 jitter=0 fail=0",
                           "traffic connections=1 calls=1 concurrency=1 rate=0 deadline=1 name=x",
                           "traffic calls=1 connections=1001 concurrency=1 rate=0 deadline=1 name=x",
                           "traffic calls=1 connections=1 concurrency=1 rate=0 deadline=1"}) {
    INFO(line);
    const auto command = parseClientCommand(line);
    REQUIRE_FALSE(command);
    CHECK(command.error().what.find("\"" + std::string(line) + "\"") != std::string::npos);
  }
  CHECK_FALSE(parseServerCommand("run"));
  CHECK_FALSE(parseServerCommand("behave latency=10ms jitter=0 fail=0"));
  CHECK_FALSE(parseServerCommand("behave latency=1 jitter=0 fail=2"));
}
