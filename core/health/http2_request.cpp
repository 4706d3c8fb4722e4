// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/http2_request.h"

#include <algorithm>

namespace switchyard::health {

using namespace http2;

namespace {

constexpr StreamId kStream = 1;
constexpr std::size_t kMostBlock = 16'384;

}  // namespace

Http2Request::Http2Request(const Fields& fields, std::string_view body) {
  unsent_ = kPreface;
  putFrameHeader(unsent_, FrameType::settings, 0, 0, 6);
  putSetting(unsent_, Setting::enable_push, 0);
  std::string block;
  for (const auto& [name, value] : fields) putLiteralField(block, name, value);
  putHeaders(unsent_, kStream, block, body.empty());
  if (body.empty()) return;
  putFrameHeader(unsent_, FrameType::data, kEndStream, kStream, body.size());
  unsent_ += body;
}

bool Http2Request::receive(std::string_view bytes) {
  received_ += bytes;
  std::string_view rest = received_;
  while (rest.size() >= kFrameHeaderSize) {
    const auto size = kFrameHeaderSize + payloadSize(rest);
    if (size > kFrameHeaderSize + kMaxFrameSize) return false;
    if (rest.size() < size) break;
    if (!handle(readFrame(rest.substr(0, size)))) return false;
    rest.remove_prefix(size);
  }
  received_.erase(0, received_.size() - rest.size());
  return true;
}

bool Http2Request::handle(const Frame& frame) {
  // RFC 9113 §3.4: the first frame is SETTINGS; §6.2: a header block is not interrupted.
  if (!greeted_ && frame.type != FrameType::settings) return false;
  if (in_block_ != (frame.type == FrameType::continuation)) return false;
  switch (frame.type) {
    case FrameType::settings:
      return settings(frame);
    case FrameType::headers:
    case FrameType::continuation:
      return headers(frame);
    case FrameType::data:
      return data(frame);
    case FrameType::ping:
      if (frame.payload.size() != 8) return false;
      if (!frame.has(kAck)) putPing(unsent_, kAck, frame.payload);
      return true;
    case FrameType::rst_stream:
      ended_ |= frame.stream == kStream;
      return true;
    case FrameType::goaway:
      return frame.payload.size() >= 8 && (read32(frame.payload) & kGreatestStream) >= kStream;
    case FrameType::push_promise:
      return false;
    default:
      return true;
  }
}

bool Http2Request::settings(const Frame& frame) {
  greeted_ = true;
  if (!frame.has(kAck)) putFrameHeader(unsent_, FrameType::settings, kAck, 0, 0);
  return true;
}

bool Http2Request::headers(const Frame& frame) {
  auto part = std::optional(frame.payload);
  if (frame.type == FrameType::headers) {
    part = content(frame);
    block_ends_stream_ = frame.has(kEndStream);
  }
  if (!part || frame.stream != kStream || block_.size() + part->size() > kMostBlock) return false;
  block_ += *part;
  in_block_ = !frame.has(kEndHeaders);
  return in_block_ || blockEnded();
}

bool Http2Request::blockEnded() {
  const auto decoded = decoder_.decode(std::exchange(block_, {}));
  if (decoded.outcome != HeaderDecoder::Outcome::decoded) return false;
  const auto& list = *decoded.list;
  if (!list.isResponse() && !list.isTrailers()) return false;
  if (list.isResponse() && list.status() >= 200) status_ = list.status();
  if (list.grpcStatus() != HeaderList::kNone) grpc_status_ = static_cast<int>(list.grpcStatus());
  ended_ |= block_ends_stream_;
  return true;
}

bool Http2Request::data(const Frame& frame) {
  const auto part = content(frame);
  if (!part || frame.stream != kStream || status_ == 0) return false;
  body_ += part->substr(0, kMostBody - body_.size());
  ended_ |= frame.has(kEndStream);
  return true;
}

}  // namespace switchyard::health
