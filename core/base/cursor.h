// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace switchyard {

/// Takes what somebody else has written off the front, in order. Whoever asks for more than is left gets
/// nothing, and nothing is taken. Does not own the bytes. Take one thing a statement: the order in which the
/// arguments of a call are evaluated is the compiler's choice.
class Cursor {
 public:
  explicit constexpr Cursor(std::string_view bytes) : rest_(bytes) {}

  constexpr bool atEnd() const { return rest_.empty(); }
  constexpr std::string_view rest() const { return rest_; }

  /// The next byte, which stays where it is.
  constexpr std::optional<std::uint8_t> peek() const {
    if (rest_.empty()) return std::nullopt;
    return static_cast<std::uint8_t>(rest_.front());
  }
  constexpr std::optional<std::uint8_t> byte() {
    const auto first = peek();
    if (first) rest_.remove_prefix(1);
    return first;
  }
  constexpr std::optional<std::string_view> bytes(std::size_t count) {
    if (count > rest_.size()) return std::nullopt;
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

 private:
  std::string_view rest_;
};

}  // namespace switchyard
