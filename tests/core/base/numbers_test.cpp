// SPDX-License-Identifier: GPL-3.0-or-later
// In each language: ./test.sh locale.
#include "core/base/numbers.h"

#include "core/base/one_line.h"

#include <catch2/catch.hpp>
#include <limits>

using namespace switchyard;

TEST_CASE("a number is written with a point, without an exponent, and reads back as the same") {
  CHECK(toText(0.1) == "0.1");
  CHECK(toText(12.5) == "12.5");
  CHECK(toText(1000000) == "1000000");
  CHECK(toText(1e-7) == "0.0000001");
  CHECK(toText(-2.5, 2) == "-2.50");
  CHECK(toText(0.666, 2) == "0.67");
  for (const double number :
       {0.1, 1.0 / 3, 1e22, std::numeric_limits<double>::max(), std::numeric_limits<double>::denorm_min()}) {
    const auto text = toText(number);
    std::string_view rest(text);
    CHECK(takeNumber(rest) == number);
    CHECK(rest.empty());
  }
}

TEST_CASE("a number is taken off the front of a text") {
  std::string_view text = "12.5%";
  CHECK(takeNumber(text) == 12.5);
  CHECK(text == "%");
  std::string_view comma = "12,5%";
  CHECK(takeNumber(comma) == 12.0);
  CHECK(comma == ",5%");
  for (std::string_view none : {"", "x", ",5", "inf", "nan"}) CHECK_FALSE(takeNumber(none));
}

TEST_CASE("what somebody else has written fits on a line") {
  CHECK(oneLine("srv01", 100) == "srv01");
  CHECK(oneLine("a\nb\x1b[2Jc", 100) == "a b [2Jc");
  CHECK(oneLine("thế giới", 100) == "thế giới");
  CHECK(oneLine(std::string(200, 'x'), 10) == "xxxxxxxxxx…");
  CHECK(oneLine("ữữ", 4) == "ữ…");  // three bytes each
}
