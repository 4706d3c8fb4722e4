// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace switchyard {

/// What somebody else has written, fit for a line of a terminal: at most `longest` bytes and "…" for the
/// rest; control characters, with which a peer could move the cursor or colour the screen, are spaces.
std::string oneLine(std::string_view text, std::size_t longest);

}  // namespace switchyard
