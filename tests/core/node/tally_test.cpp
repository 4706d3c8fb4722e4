// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/tally.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchyard::node;

TEST_CASE("aServerThatSignsEachAnswerWithAnotherNameIsCountedWithinLimits") {
  Tally tally;
  tally.started();
  tally.ended(0, "", "srv01", 1'000'000);
  for (int i = 0; i < 10'000; ++i) {
    tally.started();
    tally.ended(0, "", "fresh name " + std::to_string(i), 1'000'000);
  }
  tally.ended(0, "", "srv01", 1'000'000);
  const auto report = nlohmann::json::parse(tally.json(1));
  CHECK(report["ok"] == 10'002);
  CHECK(report["by_server"].size() == 256);
  CHECK(report["by_server"]["srv01"] == 2);
  CHECK(report["by_other_names"] == 10'000 - 255);
  CHECK(tally.table().find("by further names: 9745") != std::string::npos);
}

TEST_CASE("whatAPeerWritesIsCutAndMovesNoCursor") {
  Tally tally;
  tally.started();
  tally.ended(14, "\x1b[2J" + std::string(10'000, 'x'), "srv\n\x1b[31m01", 1'000'000);
  const auto table = tally.table();
  CHECK(table.size() < 1'000);
  CHECK(table.find('\x1b') == std::string::npos);
  CHECK(table.find("srv  [31m01") != std::string::npos);
}

TEST_CASE("numbersInTheTableHaveAPoint") {
  Tally tally;
  tally.started();
  tally.ended(0, "", "srv01", 2'500'000);
  CHECK(tally.table().find("p50 2.5") != std::string::npos);
}
