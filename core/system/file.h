// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>

namespace switchyard {

/// The bytes of a file, at most `limit` of them: a longer file is an error, as is one that cannot be opened
/// or read. A pipe may be read, too: nobody at its other end is an error, as is one who says nothing for two
/// seconds.
Result<std::string> readFile(const std::string& path, std::size_t limit);

}  // namespace switchyard
