// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace switchyard {

/// Marks an English text that the window shows in the user's language, for lupdate (resources/CMakeLists.txt).
/// @param context  under which its translation is kept
constexpr std::string_view translatable([[maybe_unused]] std::string_view context, std::string_view text) {
  return text;
}

}  // namespace switchyard
