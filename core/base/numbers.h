// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace switchyard {

/// Numbers as programs write and read them: digits and a point, never an exponent, whatever the language of
/// the desktop (setlocale(3), which Qt calls, changes std::to_string, printf and strtod).

/// As few digits as read back as the same number: 0.1 is "0.1".
std::string toText(double number);
/// With so many digits behind the point, "2.50".
std::string toText(double number, int decimals);

/// Takes the number that `text` begins with off its front; nothing when there is none or it is not finite.
std::optional<double> takeNumber(std::string_view& text);

}  // namespace switchyard
