// SPDX-License-Identifier: GPL-3.0-or-later
// Every scenario that comes with the program keeps its promises, with real processes.
#include "core/report/report.h"
#include "tests/core/lab/laboratory.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

using namespace switchyard;
using namespace switchyard::lab_test;

namespace {

std::vector<std::string> scenarioFiles() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(SCENARIOS))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// The same on ports that nobody uses; somebody else may use those of the file.
Scenario onFreePorts(Scenario scenario) {
  std::vector<std::uint16_t*> ports;
  for (auto& frontend : scenario.config.frontends)
    for (auto& bind : frontend.binds) {
      bind.address = Endpoint::loopback(bind.address.port);
      ports.push_back(&bind.address.port);
    }
  for (auto& backend : scenario.config.backends)
    for (auto& server : backend.servers) ports.push_back(&server.address.port);
  const auto fresh = freePorts(ports.size());
  for (std::size_t i = 0; i < ports.size(); ++i) *ports[i] = fresh[i];
  return scenario;
}

}  // namespace

TEST_CASE("every scenario keeps its promises") {
  const auto file = GENERATE(from_range(scenarioFiles()));
  INFO(file);
  const auto scenario = readScenario(file);
  REQUIRE(scenario);
  REQUIRE_FALSE(scenario->claims.empty());
  Laboratory laboratory(onFreePorts(*scenario));
  laboratory.lab().start();
  REQUIRE(laboratory.awaitEverybody());
  laboratory.lab().submit(command::Run{});
  REQUIRE(laboratory.awaitEndOfTraffic());
  REQUIRE(laboratory.awaitAgreement());
  REQUIRE(laboratory.awaitKernel());  // asks it now: a short lesson has ended before its next look
  const auto report = makeReport(laboratory.world(), *scenario);
  INFO(report.table);
  for (const auto& claim : report.claims) {
    INFO(claim.text << " measured: " << claim.measured);
    CHECK(claim.holds);
  }
  CHECK(report.shortfalls.empty());
}
