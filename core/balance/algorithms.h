// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/balance/explanation.h"
#include "core/balance/hash.h"
#include "core/balance/policy.h"

#include <array>

namespace switchyard {

/// What may be written behind an algorithm's name.
struct AlgorithmWords {
  std::string_view argument;  ///< between the parentheses of "hdr(x-user)"; empty: none were written
  HashType hash;
};

/// One row of the table of algorithms: all that the rest of the house knows of it.
struct Algorithm {
  enum class Argument : std::uint8_t { none, optional, required };
  std::string_view name;     ///< "hdr"
  std::string_view example;  ///< as it may be written: "hdr(x-user)"
  Argument argument = Argument::none;
  bool hashes = false;  ///< a hash-type may follow
  Result<std::unique_ptr<Policy>> (*make)(const AlgorithmWords& words);
  Explanation (*explain)(std::string_view argument);
};

// Each in the file of its name. To add one: its file, its line here, its name in the row.
Algorithm roundRobin();
Algorithm leastConnections();
Algorithm first();
Algorithm random();
Algorithm source();
Algorithm uri();
Algorithm header();

/// Of those that pick by a hash.
Explanation hashExplanation(std::string_view title);

/// In the order of the manual.
inline constexpr std::array kAlgorithms{roundRobin, leastConnections, first, random, source, uri, header};

}  // namespace switchyard
