// SPDX-License-Identifier: GPL-3.0-or-later
// What a connection does with each frame: the checks and errors of RFC 9113 §6.
#include "core/http/balancer.h"
#include "core/http/connection.h"
#include "core/http/exchange.h"

#include <algorithm>
#include <optional>

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
      // The RFC asks for an error of the stream; §5.4.1 allows one of the connection, which nobody can use to
      // make us reset streams.
      if (frame.payload.size() != kPrioritySize)
        return fail(ErrorCode::frame_size_error, "PRIORITY is not 5 bytes long.");
      if (dependsOnItself(frame))
        return fail(ErrorCode::protocol_error, "A stream depends on itself (RFC 7540 section 5.3.1).");
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
  if (!bytes) return fail(contentError(frame), "Padding is longer than its frame.");
  if (static_cast<std::int64_t>(frame.payload.size()) > receive_window_)
    return fail(ErrorCode::flow_control_error, "More DATA than the connection's window allows.");
  receivedOnConnection(frame.payload.size());
  const bool end = frame.has(kEndStream);
  if (bytes->empty() && !end && !spend(idle_frames_)) return;
  if (auto* exchange = streams_.find(frame.stream))
    exchange->data(side_, *bytes, frame.payload.size(), end);
  else
    onClosedStream(frame.stream, frame.payload.size(), 1, ErrorCode::stream_closed);
  if (end) closed_streams_.ended(frame.stream);
}

/// DATA or HEADERS on a stream that has ended here (RFC 9113 §5.1). After our reset it is dropped, and no
/// more of it may come than would have cost us with the stream alive. After the peer's own end it is an
/// error.
/// @param cost of a frame for which no window pays
void Connection::onClosedStream(StreamId stream, std::size_t flow_controlled, std::int64_t cost,
                                ErrorCode error) {
  switch (closed_streams_.receive(stream, flow_controlled)) {
    case ClosedStreams::Verdict::expected:
      if (flow_controlled > 0) return;
      [[fallthrough]];
    case ClosedStreams::Verdict::forgotten:
      if (!closed_streams_.pay(cost)) spend(idle_frames_, cost);
      return;
    case ClosedStreams::Verdict::unexpected:
      return fail(error, "A frame on a stream that its sender has closed (RFC 9113 section 5.1).");
    case ClosedStreams::Verdict::too_much:
      return fail(ErrorCode::flow_control_error, "More DATA than a stream's window allowed.");
  }
}

void Connection::onHeadersFrame(const Frame& frame) {
  if (frame.stream == 0) return fail(ErrorCode::protocol_error, "HEADERS without a stream.");
  const auto block = content(frame);
  if (!block) return fail(contentError(frame), "HEADERS are shorter than their padding and priority.");
  if (dependsOnItself(frame))
    return fail(ErrorCode::protocol_error, "A stream depends on itself (RFC 7540 section 5.3.1).");
  if (frame.has(kEndHeaders)) return headerBlock(frame.stream, *block, frame.has(kEndStream));
  assembly_ =
      std::make_unique<Assembly>(Assembly{frame.stream, frame.has(kEndStream), 0, std::string(*block)});
}

void Connection::onContinuation(const Frame& frame) {
  if (!assembly_ || assembly_->stream != frame.stream)
    return fail(ErrorCode::protocol_error, "CONTINUATION without the HEADERS that it continues.");
  if (!spend(idle_frames_)) return;
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
      return onHeaderList(stream, std::move(decoded.list), block.size(), end);
    case HeaderDecoder::Outcome::too_large:
      if (!spend(idle_frames_, static_cast<std::int64_t>(block.size()) / kHeaderBytesAtOneCost)) return;
      return onHeaderList(stream, {}, block.size(), end);
    case HeaderDecoder::Outcome::broken:
      return fail(ErrorCode::compression_error, "A header block cannot be decoded (RFC 7541).");
  }
}

/// @param list null: it is above the limit
void Connection::onHeaderList(StreamId stream, HeadersRef list, std::size_t block_size, bool end) {
  auto* exchange = streams_.find(stream);
  if (exchange != nullptr && list)
    exchange->headers(side_, std::move(list), end);
  else if (exchange != nullptr)
    onTooLarge(*exchange);
  else if (isIdle(stream))
    onOpening(stream, std::move(list), end);
  else
    onClosedStream(stream, 0, 1 + static_cast<std::int64_t>(block_size) / kHeaderBytesAtOneCost,
                   reopeningError(stream));
  if (end) closed_streams_.ended(stream);
}

void Connection::onResetFrame(const Frame& frame) {
  if (frame.payload.size() != 4) return fail(ErrorCode::frame_size_error, "RST_STREAM is not 4 bytes long.");
  if (frame.stream == 0 || isIdle(frame.stream))
    return fail(ErrorCode::protocol_error, "RST_STREAM for a stream that is not open.");
  ++counted_.resets_received;
  closed_streams_.ended(frame.stream);
  if (streams_.find(frame.stream) == nullptr) {
    spend(idle_frames_);
    return;
  }
  onReset();
  if (auto* exchange = streams_.find(frame.stream))
    exchange->reset(side_, static_cast<ErrorCode>(read32(frame.payload)));
}

/// What a SETTINGS frame changes that costs more than to remember it: done once, however often it is said.
/// The last value counts.
struct Connection::NewSettings {
  std::optional<std::uint32_t> initial_window;
  std::optional<std::uint32_t> table_size;
  std::uint32_t least_table_size = kHeaderTable;  ///< the encoder must say it, too (RFC 7541 §4.2)
};

void Connection::onSettingsFrame(const Frame& frame) {
  if (frame.stream != 0) return fail(ErrorCode::protocol_error, "SETTINGS on a stream.");
  if (frame.has(kAck)) {
    if (!frame.payload.empty()) return fail(ErrorCode::frame_size_error, "SETTINGS with ACK are not empty.");
    spend(idle_frames_);
    return;
  }
  if (frame.payload.size() % 6 != 0)
    return fail(ErrorCode::frame_size_error, "SETTINGS are not a multiple of 6 bytes long.");
  constexpr std::size_t kEntry = 6;
  const auto entries = static_cast<std::int64_t>(frame.payload.size() / kEntry);
  if (!spend(idle_frames_, kSettingsCost + entries / kSettingsAtOneCost)) return;
  NewSettings changes;
  for (std::size_t at = 0; at < frame.payload.size(); at += kEntry)
    if (!read(static_cast<Setting>(read16(frame.payload, at)), read32(frame.payload, at + 2), changes))
      return;
  if (changes.table_size) {
    encoder_.setTableSize(changes.least_table_size);
    encoder_.setTableSize(*changes.table_size);
  }
  putFrameHeader(out_.bytes(), FrameType::settings, kAck, 0, 0);
  dirty();
  onSettings();
  if (changes.initial_window && *changes.initial_window != initial_window_ &&
      changeWindows(*changes.initial_window))
    pushAwaiting();
}

/// SETTINGS_INITIAL_WINDOW_SIZE for the streams that are open (RFC 9113 §6.9.2). False after an error.
bool Connection::changeWindows(std::int64_t initial) {
  if (!spend(idle_frames_, static_cast<std::int64_t>(streams_.size()) / kStreamsAtOneCost)) return false;
  const auto change = initial - std::exchange(initial_window_, initial);
  bool fits = true;
  streams_.forEach([&](Exchange& exchange) { fits &= exchange.changeWindow(side_, change); });
  if (!fits) fail(ErrorCode::flow_control_error, "A stream's window is above 2^31-1.");
  return fits;
}

/// False after an error. RFC 9113 §6.5.2; unknown settings are ignored.
bool Connection::read(Setting setting, std::uint32_t value, NewSettings& changes) {
  switch (setting) {
    case Setting::header_table_size:
      changes.table_size = value;
      changes.least_table_size = std::min(changes.least_table_size, value);
      break;
    case Setting::enable_push:
      if (value <= (side_ == Side::downstream ? 1U : 0U)) break;
      fail(ErrorCode::protocol_error, "SETTINGS_ENABLE_PUSH has a forbidden value.");
      return false;
    case Setting::max_concurrent_streams:
      peer_max_streams_ = value;
      break;
    case Setting::initial_window_size:
      changes.initial_window = value;
      if (value <= kGreatestWindow) break;
      fail(ErrorCode::flow_control_error, "SETTINGS_INITIAL_WINDOW_SIZE is above 2^31-1.");
      return false;
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
  if (!spend(idle_frames_)) return;
  if (frame.has(kAck)) return onPong();
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
  const std::int64_t cost = increment < std::int64_t{kLittleData} ? 2 : 1;
  if (frame.stream == 0) {
    if (increment == 0) return fail(ErrorCode::protocol_error, "WINDOW_UPDATE by nothing.");
    send_window_ += increment;
    if (send_window_ > kGreatestWindow)
      return fail(ErrorCode::flow_control_error, "The connection's window is above 2^31-1.");
    if (spend(idle_frames_, cost + static_cast<std::int64_t>(awaiting_room_.size()) / kStreamsAtOneCost))
      pushAwaiting();
    return;
  }
  if (isIdle(frame.stream))
    return fail(ErrorCode::protocol_error, "WINDOW_UPDATE for a stream that is not open.");
  if (!spend(idle_frames_, cost)) return;
  auto* exchange = streams_.find(frame.stream);
  if (exchange == nullptr) return;  // it may have crossed the stream's end (RFC 9113 §5.1)
  if (increment == 0) return exchange->broken(side_, ErrorCode::protocol_error);
  if (!exchange->changeWindow(side_, increment))
    return exchange->broken(side_, ErrorCode::flow_control_error);
  exchange->roomAt(side_);
}

}  // namespace switchyard::http2
