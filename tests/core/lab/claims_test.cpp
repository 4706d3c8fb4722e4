// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/claims.h"

#include "core/scenario/report_pointer.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchyard;

namespace {

const auto kReport = nlohmann::ordered_json::parse(R"({
  "servers": { "srv01": { "calls": 0 }, "srv02": { "calls": 150 }, "srv03": { "calls": 1200 }, "a/b~c": { "calls": 7 } },
  "clients": { "c1": { "by_server": { "srv02": 150 } }, "c2": { "by_server": { "srv03": 1200 } } },
  "agree": true, "fairness": 0.5926, "balancer": { "mode": "tcp" }, "list": [3, 1, 2] })");

Claim at(const std::string& place) {
  Claim claim;
  claim.text = "it is so";
  claim.at = place;
  return claim;
}

ClaimResult is(const std::string& place, const std::string& json) {
  auto claim = at(place);
  claim.is = json;
  return evaluate(kReport, claim);
}

ClaimResult within(const std::string& place, std::optional<double> low, std::optional<double> high) {
  auto claim = at(place);
  claim.at_least = low;
  claim.at_most = high;
  return evaluate(kReport, claim);
}

}  // namespace

TEST_CASE("aClaimComparesTheValueAtItsPlace") {
  CHECK(is("/servers/srv02/calls", "150").holds);
  CHECK(is("/servers/srv02/calls", "150.0").holds);
  CHECK_FALSE(is("/servers/srv02/calls", "151").holds);
  CHECK(is("/agree", "true").holds);
  CHECK_FALSE(is("/agree", "\"true\"").holds);
  CHECK(is("/balancer/mode", "\"tcp\"").holds);
  CHECK(is("/list/1", "1").holds);
  CHECK(is("/servers/a~1b~0c/calls", "7").holds);
  CHECK(is("/servers/srv02/calls", "150").measured == "150");
  CHECK(is("/servers/srv02/calls", "150").text == "it is so");
}

TEST_CASE("boundsIncludeTheirEnds") {
  CHECK(within("/fairness", 0.5926, std::nullopt).holds);
  CHECK(within("/fairness", std::nullopt, 0.5926).holds);
  CHECK(within("/fairness", 0.58, 0.6).holds);
  CHECK_FALSE(within("/fairness", 0.6, std::nullopt).holds);
  CHECK_FALSE(within("/fairness", std::nullopt, 0.5).holds);
  CHECK_FALSE(within("/agree", 0, 2).holds);
}

TEST_CASE("aStarIsEveryMemberGreatestFirst") {
  const auto calls = is("/servers/*/calls", "[1200, 150, 7, 0]");
  CHECK(calls.holds);
  CHECK(calls.measured == "1200 150 7 0");
  CHECK_FALSE(is("/servers/*/calls", "[0, 7, 150, 1200]").holds);
  CHECK(is("/clients/*/by_server/*", "[1200, 150]").holds);
  CHECK(is("/list/*", "[3, 2, 1]").holds);
  CHECK(within("/servers/*/calls", 0, 1200).holds);
  CHECK_FALSE(within("/servers/*/calls", 1, 1200).holds);
}

TEST_CASE("whatIsNotInTheReportDoesNotHold") {
  for (const char* place : {"/servers/srv09/calls", "/servers/*/nothing", "/agree/deeper", "/list/3",
                            "/list/-1", "/list/x", "/", "", "agree", "/a~2"}) {
    INFO(place);
    CHECK_FALSE(is(place, "0").holds);
    CHECK_FALSE(is(place, "[]").holds);
    CHECK_FALSE(within(place, 0, 1).holds);
    CHECK(is(place, "0").measured == "nothing there");
  }
}

TEST_CASE("pointersAreThoseOfRfc6901") {
  CHECK(pointerParts("/a/b") == std::vector<std::string>{"a", "b"});
  CHECK(pointerParts("/a~1b/~0") == std::vector<std::string>{"a/b", "~"});
  CHECK(pointerParts("/a/") == std::vector<std::string>{"a", ""});
  CHECK_FALSE(pointerParts(""));
  CHECK_FALSE(pointerParts("a"));
  CHECK_FALSE(pointerParts("/~"));
}
