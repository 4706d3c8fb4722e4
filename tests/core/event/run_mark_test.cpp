// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/run_mark.h"

#include <catch2/catch.hpp>

using namespace switchyard;

TEST_CASE("a run knows its own numbers, also when the mark has gone to another process") {
  const auto mine = RunMark::random();
  CHECK(mine.read(mine.sign(77)) == 77);
  CHECK(mine.read(mine.sign(~std::uint64_t{0})) == ~std::uint64_t{0});
  const auto there = RunMark::parse(mine.text());
  REQUIRE(there);
  CHECK(there->read(mine.sign(77)) == 77);
}

TEST_CASE("a number of somebody else is no number of ours") {
  const auto mine = RunMark::random();
  const auto signed_77 = mine.sign(77);
  CHECK_FALSE(mine.read(RunMark::random().sign(77)));
  CHECK_FALSE(mine.read("77"));
  CHECK_FALSE(mine.read(""));
  CHECK_FALSE(mine.read(mine.text()));
  CHECK_FALSE(mine.read(mine.sign(0)));
  CHECK_FALSE(mine.read(signed_77 + " "));
  CHECK_FALSE(mine.read(signed_77 + "99999999999999999999"));
  CHECK_FALSE(mine.read(signed_77.substr(1)));
}

TEST_CASE("who is in no run believes nobody") {
  const RunMark none;
  CHECK_FALSE(none.read(none.sign(77)));
  CHECK_FALSE(none.read(RunMark::random().sign(77)));
  CHECK_FALSE(none.read("77"));
}

TEST_CASE("a mark is sixteen hexadecimal digits") {
  CHECK(RunMark::parse("0123456789abcdef"));
  CHECK_FALSE(RunMark::parse("0123456789abcde"));
  CHECK_FALSE(RunMark::parse("0123456789ABCDEF"));
  CHECK_FALSE(RunMark::parse(""));
}
