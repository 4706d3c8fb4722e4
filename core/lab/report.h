// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/world.h"
#include "core/lab/scenario.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
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

/// The members of the report's object at its top, for claims that point to them.
std::span<const std::string_view> reportFields();

/// The parts of a JSON pointer (RFC 6901): "/servers/srv01/calls". Empty when it is none, or points to the
/// whole.
std::optional<std::vector<std::string>> pointerParts(std::string_view pointer);

}  // namespace switchyard
