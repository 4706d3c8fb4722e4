// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace switchyard::fuzz {

/// True when code has been reached, since this was asked last, that had not been reached before. Knows
/// nothing unless core was compiled with -fsanitize-coverage=trace-pc.
bool takeReachedNew();
std::size_t placesReached();

}  // namespace switchyard::fuzz
