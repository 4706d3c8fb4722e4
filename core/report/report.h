// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenario/scenario.h"
#include "core/world/world.h"

#include <string>
#include <vector>

namespace switchyard {

struct ClaimResult {
  std::string text;
  bool holds = false;
  std::string measured;  ///< what the report says at the claim's place: "150 150 0"
};

/// A run, told. A pure function of the World and the scenario's claims.
struct Report {
  std::string json;   ///< the object of COMMANDS.md, with a final newline
  std::string table;  ///< the same for people, plain text in aligned columns
  std::vector<ClaimResult> claims;
  std::vector<std::string> shortfalls;  ///< why the run does not hold (verdict.h), a line each

  bool holds() const { return shortfalls.empty(); }
};

Report makeReport(const World& world, const Scenario& scenario);

}  // namespace switchyard
