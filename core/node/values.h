// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace switchyard::node {

/// "10ms", "2s", "500us", "1m". A bare number is refused: half of all tools read it as seconds, half as
/// milliseconds.
Result<std::chrono::microseconds> parseDuration(std::string_view text);

/// "20%" or "0.2", 0 to 1.
Result<double> parseShare(std::string_view text);

/// A whole number from `least` to `most`.
Result<std::uint64_t> parseCount(std::string_view text, std::uint64_t least, std::uint64_t most);

/// A number of calls a second, "50" or "0.5", at most a million.
Result<double> parseRate(std::string_view text);

}  // namespace switchyard::node
