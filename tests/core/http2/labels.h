// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/h2/frame.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchyard::http2_test {

/// Whose a body is. Its bytes say so again every eight bytes, so that a foreign one names its owner.
struct Label {
  enum class Direction : std::uint8_t { request = 1, answer };

  std::uint16_t client = 0;  ///< a connection, numbered by the test
  http2::StreamId stream = 0;
  Direction direction = Direction::request;

  /// The body's bytes from `position` on.
  std::string bytes(std::uint64_t position, std::size_t size) const;
  std::string text() const;  ///< "3.17": client, stream
  std::string path() const { return "/label/" + text(); }
  static std::optional<Label> fromPath(std::string_view path);
};

/// Nothing when `bytes`, which begin at `position` of a body, are this owner's; else what they are instead.
std::optional<std::string> foreignIn(std::string_view bytes, std::uint64_t position, const Label& owner);

}  // namespace switchyard::http2_test
