// SPDX-License-Identifier: GPL-3.0-or-later
// What a connection does with each frame: the checks and errors of RFC 9113 §6.
#include "core/http2/connection.h"

#include "core/http2/balancer.h"
#include "core/http2/exchange.h"

#include <algorithm>

namespace switchyard::http2 {

void Connection::onFrame(const Frame& frame) {
  if (assembly_ && frame.type != FrameType::continuation)
    return fail(ErrorCode::protocol_error, "A header block was interrupted (RFC 9113 section 4.3).");
  if (!begun_) {
    if (frame.type != FrameType::settings || frame.has(kAck))
      return fail(ErrorCode::protocol_error, "The first frame is not SETTINGS (RFC 9113 section 3.4).");
    begun_ = true;
  }
  switch (frame.type) {
    case FrameType::data:
      return onData(frame);
    case FrameType::headers:
      return onHeadersFrame(frame);
    case FrameType::continuation:
      return onContinuation(frame);
    case FrameType::rst_stream:
      return onResetFrame(frame);
    case FrameType::settings:
      return onSettingsFrame(frame);
    case FrameType::ping:
      return onPing(frame);
    case FrameType::goaway:
      return onGoAwayFrame(frame);
    case FrameType::window_update:
      return onWindowUpdate(frame);
    case FrameType::push_promise:
      return fail(ErrorCode::protocol_error, "Push was not allowed (RFC 9113 section 8.4).");
    case FrameType::priority:
      if (frame.stream == 0) return fail(ErrorCode::protocol_error, "PRIORITY without a stream.");
      if (frame.payload.size() != 5) return streamError(frame.stream, ErrorCode::frame_size_error);
      break;
    default:
      break;  // RFC 9113 §5.5: unknown types are ignored
  }
  spend(idle_frames_);
}

void Connection::receivedOnConnection(std::size_t bytes) {
  receive_window_ -= static_cast<std::int64_t>(bytes);
  if (receive_window_ > kConnectionWindow / 2) return;
  sendWindowUpdate(0, kConnectionWindow - receive_window_);
  receive_window_ = kConnectionWindow;
}

void Connection::onData(const Frame& frame) {
  if (frame.stream == 0 || isIdle(frame.stream))
    return fail(ErrorCode::protocol_error, "DATA for a stream that is not open.");
  const auto bytes = content(frame);
  if (!bytes) return fail(ErrorCode::protocol_error, "Padding is longer than its frame.");
  if (static_cast<std::int64_t>(frame.payload.size()) > receive_window_)
    return fail(ErrorCode::flow_control_error, "More DATA than the connection's window allows.");
  receivedOnConnection(frame.payload.size());
  const bool end = frame.has(kEndStream);
  if (bytes->empty() && !end) {
    if (!spend(idle_frames_)) return;
  } else {
    idle_frames_.earn(kUsefulFrame);
  }
  auto* exchange = streams_.find(frame.stream);
  if (exchange == nullptr) return onClosedStream(frame.stream);
  exchange->data(side_, *bytes, frame.payload.size(), end);
}

void Connection::onHeadersFrame(const Frame& frame) {
  if (frame.stream == 0) return fail(ErrorCode::protocol_error, "HEADERS without a stream.");
  const auto block = content(frame);
  if (!block) return fail(ErrorCode::protocol_error, "Padding is longer than its frame.");
  idle_frames_.earn(kUsefulFrame);
  if (frame.has(kEndHeaders)) return headerBlock(frame.stream, *block, frame.has(kEndStream));
  assembly_ = std::make_unique<Assembly>(
      Assembly{frame.stream, frame.has(kEndStream), 0, std::string(*block)});
}

void Connection::onContinuation(const Frame& frame) {
  if (!assembly_ || assembly_->stream != frame.stream)
    return fail(ErrorCode::protocol_error, "CONTINUATION without the HEADERS that it continues.");
  if (++assembly_->continuations > kMaxContinuations ||
      assembly_->block.size() + frame.payload.size() > kMaxHeaderBlock)
    return fail(ErrorCode::enhance_your_calm, "A header block is too long.");
  assembly_->block.append(frame.payload);
  if (!frame.has(kEndHeaders)) return;
  const auto whole = std::move(assembly_);
  headerBlock(whole->stream, whole->block, whole->end);
}

void Connection::headerBlock(StreamId stream, std::string_view block, bool end) {
  auto decoded = decoder_.decode(block);
  switch (decoded.outcome) {
    case HeaderDecoder::Outcome::decoded:
      return onHeaders(stream, std::move(decoded.list), end);
    case HeaderDecoder::Outcome::too_large:
      return onTooLarge(stream);
    case HeaderDecoder::Outcome::broken:
      return fail(ErrorCode::compression_error, "A header block cannot be decoded (RFC 7541).");
  }
}

void Connection::onResetFrame(const Frame& frame) {
  if (frame.payload.size() != 4)
    return fail(ErrorCode::frame_size_error, "RST_STREAM is not 4 bytes long.");
  if (frame.stream == 0 || isIdle(frame.stream))
    return fail(ErrorCode::protocol_error, "RST_STREAM for a stream that is not open.");
  ++counted_.resets_received;
  onReset(frame.stream);
  if (ending_) return;
  if (auto* exchange = streams_.find(frame.stream))
    exchange->reset(side_, static_cast<ErrorCode>(read32(frame.payload)));
}

void Connection::onSettingsFrame(const Frame& frame) {
  if (frame.stream != 0) return fail(ErrorCode::protocol_error, "SETTINGS on a stream.");
  if (frame.has(kAck)) {
    if (!frame.payload.empty()) fail(ErrorCode::frame_size_error, "SETTINGS with ACK are not empty.");
    return;
  }
  if (frame.payload.size() % 6 != 0)
    return fail(ErrorCode::frame_size_error, "SETTINGS are not a multiple of 6 bytes long.");
  if (!spend(idle_frames_, kSettingsCost)) return;
  for (std::size_t at = 0; at < frame.payload.size(); at += 6)
    if (!apply(static_cast<Setting>(read16(frame.payload, at)), read32(frame.payload, at + 2))) return;
  putFrameHeader(out_.bytes(), FrameType::settings, kAck, 0, 0);
  dirty();
  onSettings();
  pushAwaiting();
}

/// False after an error. RFC 9113 §6.5.2; unknown settings are ignored.
bool Connection::apply(Setting setting, std::uint32_t value) {
  switch (setting) {
    case Setting::header_table_size:
      encoder_.setTableSize(value);
      break;
    case Setting::enable_push:
      if (value <= (side_ == Side::downstream ? 1U : 0U)) break;
      fail(ErrorCode::protocol_error, "SETTINGS_ENABLE_PUSH has a forbidden value.");
      return false;
    case Setting::max_concurrent_streams:
      peer_max_streams_ = value;
      break;
    case Setting::initial_window_size: {
      if (value > kGreatestWindow) {
        fail(ErrorCode::flow_control_error, "SETTINGS_INITIAL_WINDOW_SIZE is above 2^31-1.");
        return false;
      }
      const auto change = std::int64_t{value} - initial_window_;
      initial_window_ = value;
      for (auto* exchange : streams_.all())
        if (!exchange->changeWindow(side_, change)) {
          fail(ErrorCode::flow_control_error, "A stream's window is above 2^31-1.");
          return false;
        }
      break;
    }
    case Setting::max_frame_size:
      if (value >= kMaxFrameSize && value < 1U << 24) break;
      fail(ErrorCode::protocol_error, "SETTINGS_MAX_FRAME_SIZE has a forbidden value.");
      return false;
    default:
      break;
  }
  return true;
}

void Connection::onPing(const Frame& frame) {
  if (frame.stream != 0) return fail(ErrorCode::protocol_error, "PING on a stream.");
  if (frame.payload.size() != 8) return fail(ErrorCode::frame_size_error, "PING is not 8 bytes long.");
  if (frame.has(kAck)) return onPong();
  if (!spend(idle_frames_)) return;
  ++counted_.pings;
  putPing(out_.bytes(), kAck, frame.payload);
  dirty();
}

void Connection::onGoAwayFrame(const Frame& frame) {
  if (frame.stream != 0) return fail(ErrorCode::protocol_error, "GOAWAY on a stream.");
  if (frame.payload.size() < 8) return fail(ErrorCode::frame_size_error, "GOAWAY is shorter than 8 bytes.");
  if (!spend(idle_frames_, kSettingsCost)) return;
  counted_.goaway_received = 1;
  onGoAway(read32(frame.payload) & kGreatestStream, static_cast<ErrorCode>(read32(frame.payload, 4)));
}

void Connection::onWindowUpdate(const Frame& frame) {
  if (frame.payload.size() != 4)
    return fail(ErrorCode::frame_size_error, "WINDOW_UPDATE is not 4 bytes long.");
  const std::int64_t increment = read32(frame.payload) & kGreatestWindow;
  if (frame.stream == 0) {
    if (increment == 0) return fail(ErrorCode::protocol_error, "WINDOW_UPDATE by nothing.");
    send_window_ += increment;
    if (send_window_ > kGreatestWindow)
      return fail(ErrorCode::flow_control_error, "The connection's window is above 2^31-1.");
    if (spend(idle_frames_)) pushAwaiting();
    return;
  }
  if (isIdle(frame.stream))
    return fail(ErrorCode::protocol_error, "WINDOW_UPDATE for a stream that is not open.");
  if (!spend(idle_frames_)) return;
  auto* exchange = streams_.find(frame.stream);
  if (exchange == nullptr) return;
  if (increment == 0) return streamError(frame.stream, ErrorCode::protocol_error);
  if (!exchange->changeWindow(side_, increment))
    return streamError(frame.stream, ErrorCode::flow_control_error);
  exchange->roomAt(side_);
}

}  // namespace switchyard::http2
