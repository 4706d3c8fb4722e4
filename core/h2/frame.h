// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchyard::http2 {

/// RFC 9113 §6.
enum class FrameType : std::uint8_t {
  data,
  headers,
  priority,
  rst_stream,
  settings,
  push_promise,
  ping,
  goaway,
  window_update,
  continuation,
};

/// Flags of RFC 9113 §6; a bit's meaning depends on the frame's type.
enum Flag : std::uint8_t { kEndStream = 0x1, kAck = 0x1, kEndHeaders = 0x4, kPadded = 0x8, kPriority = 0x20 };

/// RFC 9113 §7.
enum class ErrorCode : std::uint32_t {
  no_error,
  protocol_error,
  internal_error,
  flow_control_error,
  settings_timeout,
  stream_closed,
  frame_size_error,
  refused_stream,
  cancel,
  compression_error,
  connect_error,
  enhance_your_calm,
  inadequate_security,
  http_1_1_required,
};

/// RFC 9113 §6.5.2.
enum class Setting : std::uint16_t {
  header_table_size = 1,
  enable_push = 2,
  max_concurrent_streams = 3,
  initial_window_size = 4,
  max_frame_size = 5,
  max_header_list_size = 6,
};

using StreamId = std::uint32_t;

constexpr std::size_t kFrameHeaderSize = 9;
constexpr std::size_t kMaxFrameSize = 16'384;  ///< what we accept, and each peer must (RFC 9113 §4.2)
constexpr std::size_t kPrioritySize = 5;       ///< RFC 9113 §6.3
constexpr std::int64_t kDefaultWindow = 65'535;
constexpr std::int64_t kGreatestWindow = 0x7FFF'FFFF;
constexpr StreamId kGreatestStream = 0x7FFF'FFFF;
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// One frame as it lies in the receive buffer.
struct Frame {
  FrameType type = FrameType::data;  ///< any value: unknown types exist
  std::uint8_t flags = 0;
  StreamId stream = 0;
  std::string_view payload;

  bool has(Flag flag) const { return (flags & flag) != 0; }
};

// In the header, because each frame passes here several times.
inline std::uint16_t read16(std::string_view bytes, std::size_t at = 0) {
  return static_cast<std::uint16_t>(static_cast<std::uint8_t>(bytes[at]) << 8 |
                                    static_cast<std::uint8_t>(bytes[at + 1]));
}
inline std::uint32_t read32(std::string_view bytes, std::size_t at = 0) {
  return std::uint32_t{read16(bytes, at)} << 16 | read16(bytes, at + 2);
}
/// The length that a frame header announces. `bytes` holds at least kFrameHeaderSize.
inline std::size_t payloadSize(std::string_view bytes) {
  return std::size_t{read16(bytes)} << 8 | static_cast<std::uint8_t>(bytes[2]);
}
/// The frame at the beginning of `bytes`, which hold all of it.
inline Frame readFrame(std::string_view bytes) {
  return {static_cast<FrameType>(bytes[3]), static_cast<std::uint8_t>(bytes[4]),
          read32(bytes, 5) & kGreatestStream, bytes.substr(kFrameHeaderSize, payloadSize(bytes))};
}
/// The payload of DATA or HEADERS without padding and priority; empty when they do not fit into it.
std::optional<std::string_view> content(const Frame& frame);
/// Why they do not (RFC 9113 §4.2, §6.1).
ErrorCode contentError(const Frame& frame);
/// PRIORITY, or HEADERS with priority, whose stream is to depend on itself (RFC 7540 §5.3.1).
inline bool dependsOnItself(const Frame& frame) {
  if (frame.type != FrameType::priority && !frame.has(kPriority)) return false;
  const std::size_t at = frame.type == FrameType::headers && frame.has(kPadded) ? 1 : 0;
  return (read32(frame.payload, at) & kGreatestStream) == frame.stream;
}

void put32(std::string& to, std::uint32_t value);

// These append one frame, or the header of one whose payload follows.
void putFrameHeader(std::string& to, FrameType type, std::uint8_t flags, StreamId stream, std::size_t length);
void putReset(std::string& to, StreamId stream, ErrorCode code);
void putWindowUpdate(std::string& to, StreamId stream, std::uint32_t increment);
void putPing(std::string& to, std::uint8_t flags, std::string_view opaque);
void putGoAway(std::string& to, StreamId last, ErrorCode code, std::string_view why);
void putSetting(std::string& to, Setting setting, std::uint32_t value);  ///< inside a SETTINGS payload
/// A header block as HEADERS and, if it is longer than a frame, CONTINUATION frames.
void putHeaders(std::string& to, StreamId stream, std::string_view block, bool end_stream);

}  // namespace switchyard::http2
