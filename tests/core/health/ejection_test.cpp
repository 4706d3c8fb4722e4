// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/ejection.h"

#include <catch2/catch.hpp>

using namespace switchyard::health;
using namespace std::chrono_literals;

namespace {

std::int64_t at(std::chrono::nanoseconds time) {
  return std::chrono::nanoseconds(1h + time).count();
}

}  // namespace

TEST_CASE("soManyErrorsInARowEject") {
  Ejection ejection(3, 4s);
  CHECK_FALSE(ejection.see(false));
  CHECK_FALSE(ejection.see(false));
  CHECK_FALSE(ejection.see(true));
  CHECK_FALSE(ejection.see(false));
  CHECK_FALSE(ejection.see(false));
  CHECK(ejection.see(false));
  CHECK(ejection.errors() == 3);
}

TEST_CASE("aServerThatKeepsFailingStaysOutLongerEachTime") {
  Ejection ejection(1, 4s);
  CHECK(ejection.eject(at(0s)) == 4s);
  CHECK(ejection.ejected());
  ejection.readmit(at(4s));
  CHECK_FALSE(ejection.ejected());
  CHECK(ejection.eject(at(5s)) == 8s);
  ejection.readmit(at(13s));
  CHECK(ejection.eject(at(14s)) == 12s);
  ejection.readmit(at(26s));
  CHECK(ejection.eject(at(40s)) == 4s);  // it was well for longer than it had been out
}

TEST_CASE("afterItsReturnOneErrorIsEnoughUntilItHasAnsweredWell") {
  Ejection ejection(3, 4s);
  for (int i = 0; i < 3; ++i) ejection.see(false);
  ejection.eject(at(0s));
  ejection.readmit(at(4s));
  CHECK(ejection.see(false));
  CHECK(ejection.errors() == 4);
  ejection.eject(at(5s));
  ejection.readmit(at(13s));
  CHECK_FALSE(ejection.see(true));
  CHECK_FALSE(ejection.see(false));
  CHECK(ejection.errors() == 1);
}

TEST_CASE("nobodyStaysOutForMoreThanFiveMinutes") {
  Ejection ejection(1, 4min);
  CHECK(ejection.eject(at(0s)) == 4min);
  ejection.readmit(at(4min));
  CHECK(ejection.eject(at(5min)) == 5min);
}

TEST_CASE("onlyStatusesThatAreTheServersFaultAreErrors") {
  for (const int status : {2, 4, 13, 14, 15}) CHECK(isServerError(static_cast<std::uint8_t>(status)));
  for (const int status : {0, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 16, 17, 46, 255})
    CHECK_FALSE(isServerError(static_cast<std::uint8_t>(status)));
}

TEST_CASE("atMostATenthOfTheServersIsEjectedAndAlwaysOne") {
  CHECK(mayEject(1, 0));
  CHECK(mayEject(3, 0));
  CHECK_FALSE(mayEject(3, 1));
  CHECK_FALSE(mayEject(19, 1));
  CHECK(mayEject(20, 1));
  CHECK_FALSE(mayEject(20, 2));
}
