// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace switchyard {

/// The members of the report's object at its top, for claims that point to them.
std::span<const std::string_view> reportFields();

/// The parts of a JSON pointer (RFC 6901): "/servers/srv01/calls". Empty when it is none, or points to the
/// whole.
std::optional<std::vector<std::string>> pointerParts(std::string_view pointer);

}  // namespace switchyard
