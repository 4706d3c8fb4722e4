// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/text_table.h"

#include "core/world/world.h"

#include <catch2/catch.hpp>

using namespace switchyard;

namespace {

/// What a World makes of a name that went through a table.
std::string nameAfterFolding(const std::string& name) {
  World world;
  TextTable table(Witness::lab, 3, [&](const Event& part) { world.apply(part); });
  Event added(1, Kind::node_added, Witness::lab, 3);
  added.added = {};
  added.added.role = Role::server;
  added.added.name = table.id(name, 1);
  world.apply(added);
  REQUIRE(world.server(3) != nullptr);
  return world.server(3)->name;
}

}  // namespace

TEST_CASE("texts of any length arrive whole") {
  CHECK(nameAfterFolding("") == "");
  CHECK(nameAfterFolding("srv01") == "srv01");
  const std::string exactly_one_part(TextPart::capacity, 'x');
  CHECK(nameAfterFolding(exactly_one_part) == exactly_one_part);
  const std::string long_name(999, 'y');
  CHECK(nameAfterFolding(long_name) == long_name);
}

TEST_CASE("a text that is too long is cut between two characters") {
  std::string accents;
  while (accents.size() < 1100) accents += "ữ";  // three bytes
  const auto cut = nameAfterFolding(accents);
  CHECK(cut.size() <= 1000);
  CHECK(cut.size() % 3 == 0);
  CHECK(accents.starts_with(cut));
}

TEST_CASE("a text is told once") {
  int parts = 0;
  TextTable table(Witness::lab, 1, [&](const Event&) { ++parts; });
  const auto first = table.id("srv01", 1);
  CHECK(table.id("srv01", 2) == first);
  CHECK(table.id("srv02", 2) != first);
  CHECK(parts == 2);
}
