// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>

namespace switchyard {

/// "No such file or directory", in the language of our other messages, whatever that of the desktop
/// (std::strerror has the desktop's). For any thread.
inline const char* errnoWords(int error) {
  const auto* words = strerrordesc_np(error);
  return words != nullptr ? words : "an error that has no name";
}

}  // namespace switchyard
