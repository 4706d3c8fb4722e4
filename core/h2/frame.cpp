// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/h2/frame.h"

#include <algorithm>

namespace switchyard::http2 {
void put32(std::string& to, std::uint32_t value) {
  const char bytes[] = {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
                        static_cast<char>(value >> 8), static_cast<char>(value)};
  to.append(bytes, sizeof bytes);
}

std::optional<std::string_view> content(const Frame& frame) {
  auto payload = frame.payload;
  std::size_t padding = 0;
  if (frame.has(kPadded)) {
    if (payload.empty()) return std::nullopt;
    padding = static_cast<std::uint8_t>(payload[0]);
    payload.remove_prefix(1);
  }
  if (frame.type == FrameType::headers && frame.has(kPriority)) {
    if (payload.size() < kPrioritySize) return std::nullopt;
    payload.remove_prefix(kPrioritySize);
  }
  if (padding > payload.size()) return std::nullopt;
  payload.remove_suffix(padding);
  return payload;
}

ErrorCode contentError(const Frame& frame) {
  const auto least = (frame.has(kPadded) ? 1 : 0) +
                     (frame.type == FrameType::headers && frame.has(kPriority) ? kPrioritySize : 0);
  return frame.payload.size() < least ? ErrorCode::frame_size_error : ErrorCode::protocol_error;
}

void putFrameHeader(std::string& to, FrameType type, std::uint8_t flags, StreamId stream,
                    std::size_t length) {
  const char bytes[kFrameHeaderSize] = {
      static_cast<char>(length >> 16), static_cast<char>(length >> 8), static_cast<char>(length),
      static_cast<char>(type),         static_cast<char>(flags),       static_cast<char>(stream >> 24),
      static_cast<char>(stream >> 16), static_cast<char>(stream >> 8), static_cast<char>(stream)};
  to.append(bytes, sizeof bytes);
}

void putReset(std::string& to, StreamId stream, ErrorCode code) {
  putFrameHeader(to, FrameType::rst_stream, 0, stream, 4);
  put32(to, static_cast<std::uint32_t>(code));
}

void putWindowUpdate(std::string& to, StreamId stream, std::uint32_t increment) {
  putFrameHeader(to, FrameType::window_update, 0, stream, 4);
  put32(to, increment);
}

void putPing(std::string& to, std::uint8_t flags, std::string_view opaque) {
  putFrameHeader(to, FrameType::ping, flags, 0, opaque.size());
  to.append(opaque);
}

void putGoAway(std::string& to, StreamId last, ErrorCode code, std::string_view why) {
  putFrameHeader(to, FrameType::goaway, 0, 0, 8 + why.size());
  put32(to, last);
  put32(to, static_cast<std::uint32_t>(code));
  to.append(why);
}

void putSetting(std::string& to, Setting setting, std::uint32_t value) {
  to.push_back(static_cast<char>(static_cast<std::uint16_t>(setting) >> 8));
  to.push_back(static_cast<char>(setting));
  put32(to, value);
}

void putHeaders(std::string& to, StreamId stream, std::string_view block, bool end_stream) {
  auto type = FrameType::headers;
  std::uint8_t flags = end_stream ? kEndStream : 0;
  do {
    const auto part = block.substr(0, kMaxFrameSize);
    block.remove_prefix(part.size());
    if (block.empty()) flags |= kEndHeaders;
    putFrameHeader(to, type, flags, stream, part.size());
    to.append(part);
    type = FrameType::continuation;
    flags = 0;
  } while (!block.empty());
}

}  // namespace switchyard::http2
