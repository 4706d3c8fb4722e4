// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace switchyard {

/// By what an algorithm compares the servers (Policy::pick(), `scores`).
enum class Compares : std::uint8_t {
  unknown,
  turns,       ///< whose turn it is
  load,        ///< what is under way
  drawn_load,  ///< the same, of some that were drawn; a score below 0 belongs to one that was not
  place,       ///< the order of the file
  hash,        ///< of something in the request
};

/// An algorithm for people. English, marked as translatable in the context "Algorithm".
struct Explanation {
  Compares compares = Compares::unknown;
  std::string_view title;  ///< "round robin"; empty: it goes by what is written in the file
  std::string_view score;  ///< what the number is: "load"
  std::string_view rule;   ///< which number wins
};

/// Of what a `balance` line names. Of an algorithm that we do not have: nothing but Compares::unknown.
Explanation explanationOf(std::string_view balance);

}  // namespace switchyard
