// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchyard {

/// HTTP/2 metadata: the number of a call, by its client; that of a server, in its answers. Each signed.
constexpr const char* kCallMetadata = "switchyard-call";
constexpr const char* kServerMetadata = "switchyard-server";

/// What one run writes before each number that others can see too (HTTP/2 metadata), so that a number of
/// another lab, or of anybody else, is not taken for its own. Random and no secret: nobody hits it by chance.
class RunMark {
 public:
  /// Of no run: whatever it reads is somebody else's.
  RunMark() = default;
  static RunMark random();
  /// As text() wrote it.
  static std::optional<RunMark> parse(std::string_view text);

  std::string_view text() const { return {prefix_.data(), kDigits}; }
  /// "9f86d081884c7d65-77"
  std::string sign(std::uint64_t number) const;
  /// The number that this run has signed, 1 upwards; nothing for all else.
  std::optional<std::uint64_t> read(std::string_view signature) const;

 private:
  static constexpr std::size_t kDigits = 16;  ///< hexadecimal, 64 bits
  std::array<char, kDigits + 1> prefix_{};    ///< and the '-' behind them
};

}  // namespace switchyard
