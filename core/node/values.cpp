// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/values.h"

#include "core/base/numbers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace switchyard::node {
namespace {

constexpr double kGreatestRate = 1e6;
constexpr double kLongestMicroseconds = 1e6 * 86'400;

std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

}  // namespace

Result<std::chrono::microseconds> parseDuration(std::string_view text) {
  struct Unit {
    std::string_view name;
    double microseconds;
  };
  constexpr std::array<Unit, 4> kUnits{{{"us", 1}, {"ms", 1e3}, {"s", 1e6}, {"m", 60e6}}};
  const Error malformed{quoted(text) + " is not a duration.",
                        "Write a number and a unit: 500us, 10ms, 2s or 1m."};

  auto unit_name = text;
  const auto number = takeNumber(unit_name);
  if (!number || *number < 0) return malformed;
  for (const auto& unit : kUnits) {
    if (unit.name != unit_name) continue;
    const double microseconds = *number * unit.microseconds;
    if (microseconds > kLongestMicroseconds)
      return Error{quoted(text) + " is too long.", "Durations reach to one day (1440m)."};
    return std::chrono::microseconds(std::llround(microseconds));
  }
  return malformed;
}

Result<double> parseShare(std::string_view text) {
  auto unit = text;
  const auto number = takeNumber(unit);
  const double share = number ? (unit == "%" ? *number / 100 : *number) : -1;
  if ((unit.empty() || unit == "%") && share >= 0 && share <= 1) return share;
  return Error{quoted(text) + " is not a share.", "Write 0% to 100%, or 0 to 1."};
}

Result<std::uint64_t> parseCount(std::string_view text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure == std::errc{} && end == text.data() + text.size() && value >= least && value <= most)
    return value;
  return Error{
      quoted(text) + " is not a number from " + std::to_string(least) + " to " + std::to_string(most) + ".",
      "Write digits only."};
}

Result<double> parseRate(std::string_view text) {
  auto rest = text;
  const auto number = takeNumber(rest);
  if (number && rest.empty() && *number >= 0 && *number <= kGreatestRate) return *number;
  return Error{quoted(text) + " is not a rate.",
               "Write calls a second, 0 (as fast as answers come) to 1000000."};
}

}  // namespace switchyard::node
