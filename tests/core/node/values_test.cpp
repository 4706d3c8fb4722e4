// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/values.h"

#include <catch2/catch.hpp>

using namespace switchyard::node;
using namespace std::chrono_literals;

TEST_CASE("aDurationHasANumberAndAUnit") {
  CHECK(*parseDuration("500us") == 500us);
  CHECK(*parseDuration("10ms") == 10ms);
  CHECK(*parseDuration("1.5ms") == 1500us);
  CHECK(*parseDuration("2s") == 2s);
  CHECK(*parseDuration("1m") == 1min);
  CHECK(*parseDuration("0ms") == 0us);
}

TEST_CASE("anythingElseIsNoDurationAndTheErrorShowsHowToWriteOne") {
  for (const auto* text :
       {"", "10", "ms", "-1ms", "10 ms", "10h", "1e3ms", "nanms", "infs", "10msx", "0x10ms"}) {
    INFO(text);
    const auto parsed = parseDuration(text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().remedy.find("10ms") != std::string::npos);
  }
  REQUIRE_FALSE(parseDuration("1441m"));
  CHECK(parseDuration("1441m").error().remedy.find("one day") != std::string::npos);
}

TEST_CASE("aShareIsAPercentageOrAFraction") {
  CHECK(*parseShare("20%") == Approx(0.2));
  CHECK(*parseShare("0.2") == Approx(0.2));
  CHECK(*parseShare("20.000000%") == Approx(0.2));
  CHECK(*parseShare("100%") == 1);
  CHECK(*parseShare("0") == 0);
  for (const auto* text : {"", "20", "101%", "-1%", "1.1", "%", "20 %", "nan"}) {
    INFO(text);
    CHECK_FALSE(parseShare(text));
  }
}

TEST_CASE("aCountIsAWholeNumberWithinItsBounds") {
  CHECK(*parseCount("1", 1, 10) == 1);
  CHECK(*parseCount("10", 1, 10) == 10);
  for (const auto* text : {"", "0", "11", "-1", "+1", "1.0", "1x", " 1", "99999999999999999999"}) {
    INFO(text);
    REQUIRE_FALSE(parseCount(text, 1, 10));
    CHECK(parseCount(text, 1, 10).error().what.find("from 1 to 10") != std::string::npos);
  }
}

TEST_CASE("aRateMayBeAFractionButNotNegative") {
  CHECK(*parseRate("50") == 50);
  CHECK(*parseRate("0.5") == 0.5);
  CHECK(*parseRate("0") == 0);
  for (const auto* text : {"", "-1", "1000001", "50/s", "nan", "inf"}) {
    INFO(text);
    CHECK_FALSE(parseRate(text));
  }
}
