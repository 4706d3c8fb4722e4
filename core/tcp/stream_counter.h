// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace switchyard::tcp {

/// Counts the calls that pass through a relayed connection, without touching them: walks the 9-byte frame
/// headers of what a client sends (RFC 9113 §4.1) and counts HEADERS frames that open a new stream (§5.1.1).
/// Gives up for good on anything that is not HTTP/2, including a connection that did not begin with its
/// preface (§3.4). O(frames); holds 24 bytes.
class StreamCounter {
 public:
  void see(std::span<const char> bytes);
  std::uint64_t streams() const { return streams_; }

 private:
  enum class State : std::uint8_t { preface, header, payload, not_http2 };
  void headerComplete();

  State state_ = State::preface;
  std::uint8_t held_ = 0;  ///< bytes of the preface seen, or of the header held
  std::array<std::uint8_t, 9> header_{};
  std::uint32_t payload_left_ = 0;
  std::uint32_t last_stream_ = 0;
  std::uint64_t streams_ = 0;
};

}  // namespace switchyard::tcp
