// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>

namespace switchyard {

/// Whether `count` threads can be had at once. Asked before a library begins its own, which aborts or waits
/// for ever when the system refuses it one.
/// @param doing  the beginning of the Error's sentence: "gRPC cannot start"
Result<void> canHaveThreads(const std::string& doing, std::size_t count);

}  // namespace switchyard
