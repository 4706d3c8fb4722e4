// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Catch2's version 3 (Debian 13) under the name and with the words of version 2 (Debian 12), in which the tests are
// written. Found only where version 3 is (tests/core/CMakeLists.txt).
#include <catch2/catch_all.hpp>

#include <string>

using Catch::Approx;

namespace Catch {
inline auto Contains(const std::string& part) { return Matchers::ContainsSubstring(part); }
}  // namespace Catch
