// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tcp/stream_counter.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace switchyard::tcp {
namespace {

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::uint8_t kHeadersFrame = 1;

}  // namespace

void StreamCounter::see(std::span<const char> bytes) {
  while (!bytes.empty()) {
    std::size_t used = 0;
    switch (state_) {
      case State::not_http2:
        return;
      case State::preface: {
        used = std::min(bytes.size(), kPreface.size() - held_);
        if (std::memcmp(bytes.data(), kPreface.data() + held_, used) != 0) {
          state_ = State::not_http2;
          return;
        }
        held_ = static_cast<std::uint8_t>(held_ + used);
        if (held_ < kPreface.size()) break;
        state_ = State::header;
        held_ = 0;
        break;
      }
      case State::header:
        used = std::min(bytes.size(), header_.size() - held_);
        std::memcpy(header_.data() + held_, bytes.data(), used);
        held_ = static_cast<std::uint8_t>(held_ + used);
        if (held_ == header_.size()) headerComplete();
        break;
      case State::payload:
        used = std::min<std::size_t>(bytes.size(), payload_left_);
        payload_left_ -= static_cast<std::uint32_t>(used);
        if (payload_left_ == 0) state_ = State::header;
        break;
    }
    bytes = bytes.subspan(used);
  }
}

void StreamCounter::headerComplete() {
  held_ = 0;
  payload_left_ = std::uint32_t{header_[0]} << 16 | std::uint32_t{header_[1]} << 8 | header_[2];
  const std::uint32_t stream = (std::uint32_t{header_[5]} << 24 | std::uint32_t{header_[6]} << 16 |
                                std::uint32_t{header_[7]} << 8 | header_[8]) &
                               0x7FFFFFFF;
  if (header_[3] == kHeadersFrame && stream > last_stream_ && stream % 2 == 1) {
    last_stream_ = stream;
    ++streams_;
  }
  state_ = payload_left_ > 0 ? State::payload : State::header;
}

}  // namespace switchyard::tcp
