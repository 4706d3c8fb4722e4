// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/numbers.h"

#include <array>
#include <charconv>
#include <cmath>

namespace switchyard {
namespace {

using Digits = std::array<char, 400>;  // the greatest double has 309, the least 17 behind 307 zeros

}  // namespace

std::string toText(double number) {
  Digits digits;
  const auto [end, failure] =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
  return {digits.data(), end};
}

std::string toText(double number, int decimals) {
  Digits digits;
  const auto [end, failure] =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed, decimals);
  return {digits.data(), end};
}

std::optional<double> takeNumber(std::string_view& text) {
  double number = 0;
  const auto [end, failure] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (failure != std::errc{} || !std::isfinite(number)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

}  // namespace switchyard
