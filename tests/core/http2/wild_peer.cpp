// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/http2/wild_peer.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace switchyard::http2_test {

using namespace http2;

namespace {

constexpr std::size_t kMostUnsent = 1U << 20;
constexpr std::int64_t kManyBytes = 1 << 28;

}  // namespace

WildPeer::WildPeer(SocketFd socket, Label::Direction sends, Random& random, Findings& findings)
    : random_(random), findings_(findings), socket_(std::move(socket)), sends_(sends) {}

/// Small windows stall the sender, large ones let it fill all buffers on the way.
void WildPeer::begin(std::string before) {
  constexpr std::array<std::uint32_t, 3> kWindows{20'000, 65'535, 1U << 20};
  unsent_ = std::move(before);
  putFrameHeader(unsent_, FrameType::settings, 0, 0, 6);
  putSetting(unsent_, Setting::initial_window_size, kWindows[upTo(random_, kWindows.size() - 1)]);
  putWindowUpdate(unsent_, 0, kManyBytes);
}

std::uint64_t WildPeer::bodySize() {
  constexpr std::array<std::uint64_t, 4> kMost{100, 6'000, 40'000, 300'000};
  return upTo(random_, kMost[upTo(random_, kMost.size() - 1)]);
}

WildPeer::Stream& WildPeer::add(StreamId id, const Label& label) {
  auto& stream = streams_[id];
  stream.label = label;
  stream.window = first_window_;
  return stream;
}

WildPeer::Stream* WildPeer::find(StreamId id) {
  const auto found = streams_.find(id);
  return found == streams_.end() ? nullptr : &found->second;
}

void WildPeer::sendHeaders(StreamId id, const Fields& fields, bool end) {
  std::string block;
  for (const auto& [name, value] : fields) putLiteralField(block, name, value);
  putHeaders(unsent_, id, block, end);
}

void WildPeer::push() {
  for (auto& [id, stream] : streams_) {
    if (!stream.sending || stream.sent_all || unsent_.size() > kMostUnsent) continue;
    const auto allowed =
        static_cast<std::uint64_t>(std::max<std::int64_t>(std::min(window_, stream.window), 0));
    const auto size = std::min({stream.to_send - stream.sent, allowed, std::uint64_t{kMaxFrameSize}});
    if (size > 0) {
      auto label = stream.label;
      label.direction = sends_;
      putFrameHeader(unsent_, FrameType::data, 0, id, size);
      unsent_ += label.bytes(stream.sent, size);
      stream.sent += size;
      stream.window -= static_cast<std::int64_t>(size);
      window_ -= static_cast<std::int64_t>(size);
    }
    if (stream.sent < stream.to_send) continue;
    stream.sent_all = true;
    sendEnd(id);
  }
  std::erase_if(streams_, [](const auto& one) { return one.second.sent_all && one.second.received_all; });
  flush();
}

void WildPeer::flush() {
  while (!gone() && !unsent_.empty()) {
    const auto sent = send(fd(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      if (errno != EAGAIN) close();
      return;
    }
    unsent_.erase(0, static_cast<std::size_t>(sent));
  }
}

void WildPeer::resetStream(ErrorCode code) {
  if (streams_.empty()) return;
  const auto any =
      std::next(streams_.begin(), static_cast<std::ptrdiff_t>(upTo(random_, streams_.size() - 1)));
  putReset(unsent_, any->first, code);
  streams_.erase(any);
  flush();
}

void WildPeer::read() {
  if (slow_for_ > 0) {
    --slow_for_;
    return;
  }
  std::array<char, 1U << 16> bytes;
  while (!gone()) {
    const auto got = recv(fd(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN)) close();
    if (got <= 0) break;
    received_.append(bytes.data(), static_cast<std::size_t>(got));
    parse();
  }
  flush();
}

void WildPeer::parse() {
  std::string_view rest = received_;
  if (preface_is_due_ && rest.size() >= kPreface.size()) {
    rest.remove_prefix(kPreface.size());
    preface_is_due_ = false;
  }
  while (!preface_is_due_ && rest.size() >= kFrameHeaderSize && !gone()) {
    const auto size = kFrameHeaderSize + payloadSize(rest);
    if (size > kFrameHeaderSize + kMaxFrameSize) return foreign("a frame that nobody sent");
    if (rest.size() < size) break;
    onFrame(readFrame(rest));
    rest.remove_prefix(size);
  }
  received_.erase(0, received_.size() - rest.size());
}

void WildPeer::onFrame(const Frame& frame) {
  switch (frame.type) {
    case FrameType::data:
      return onData(frame);
    case FrameType::headers: {
      const auto decoded = decoder_.decode(frame.payload);
      if (decoded.outcome != HeaderDecoder::Outcome::decoded || !frame.has(kEndHeaders))
        return foreign("a header block that cannot be decoded");
      if (find(frame.stream) == nullptr && sends_ == Label::Direction::request) return;  // we have reset it
      return onHeaders(frame.stream, *decoded.list, frame.has(kEndStream));
    }
    case FrameType::settings:
      return onSettings(frame);
    case FrameType::ping:
      if (!frame.has(kAck)) putPing(unsent_, kAck, frame.payload);
      return;
    case FrameType::rst_stream:
      streams_.erase(frame.stream);
      return;
    case FrameType::goaway:
      return onGoAway();
    case FrameType::window_update:
      return onWindowUpdate(frame);
    default:
      return foreign("a frame of type " + std::to_string(static_cast<int>(frame.type)));
  }
}

void WildPeer::onData(const Frame& frame) {
  auto* stream = find(frame.stream);
  if (stream == nullptr) return;
  auto owner = stream->label;
  const bool requests = sends_ == Label::Direction::answer;  // come here
  owner.direction = requests ? Label::Direction::request : Label::Direction::answer;
  if (auto what = foreignIn(frame.payload, stream->received, owner)) foreign(std::move(*what));
  stream->received += frame.payload.size();
  (requests ? findings_.request_bytes : findings_.answer_bytes) += frame.payload.size();
  if (!frame.payload.empty() && !frame.has(kEndStream))
    putWindowUpdate(unsent_, frame.stream, static_cast<std::uint32_t>(frame.payload.size()));
  received(frame.stream, frame.has(kEndStream));
}

void WildPeer::received(StreamId id, bool end) {
  auto* stream = find(id);
  if (!end || stream == nullptr) return;
  stream->received_all = true;
  onWhole(*stream);
  if (stream->sent_all) streams_.erase(id);
}

void WildPeer::onSettings(const Frame& frame) {
  if (frame.has(kAck)) return;
  for (std::size_t at = 0; at + 6 <= frame.payload.size(); at += 6) {
    if (static_cast<Setting>(read16(frame.payload, at)) != Setting::initial_window_size) continue;
    const std::int64_t window = read32(frame.payload, at + 2);
    for (auto& [id, stream] : streams_) stream.window += window - first_window_;
    first_window_ = window;
  }
  putFrameHeader(unsent_, FrameType::settings, kAck, 0, 0);
}

void WildPeer::onWindowUpdate(const Frame& frame) {
  const std::int64_t increment = read32(frame.payload) & kGreatestWindow;
  if (frame.stream == 0)
    window_ += increment;
  else if (auto* stream = find(frame.stream))
    stream->window += increment;
}

}  // namespace switchyard::http2_test
