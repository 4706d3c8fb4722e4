// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/http2/peer.h"

#include <sys/socket.h>

#include <algorithm>
#include <catch2/catch.hpp>

namespace switchyard::http2_test {

using tcp_test::Peer;

ErrorCode Received::error() const {
  return static_cast<ErrorCode>(http2::read32(payload, type == FrameType::goaway ? 4 : 0));
}

std::string frame(FrameType type, std::uint8_t flags, StreamId stream, std::string_view payload) {
  std::string bytes;
  http2::putFrameHeader(bytes, type, flags, stream, payload.size());
  return bytes.append(payload);
}

std::string setting(Setting name, std::uint32_t value) {
  std::string bytes;
  http2::putSetting(bytes, name, value);
  return bytes;
}

std::string number(std::uint32_t value) {
  std::string bytes;
  http2::put32(bytes, value);
  return bytes;
}

std::string block(const Fields& fields) {
  std::string bytes;
  for (const auto& [name, value] : fields) http2::putLiteralField(bytes, name, value);
  return bytes;
}

Fields request(const Fields& more) {
  Fields fields{{":method", "POST"},
                {":scheme", "http"},
                {":path", "/dnt.DemoService/SayHello"},
                {":authority", "test"},
                {"content-type", "application/grpc"},
                {"te", "trailers"}};
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

Fields response() {
  return {{":status", "200"}, {"content-type", "application/grpc"}};
}

Fields trailers(int grpc_status) {
  return {{"grpc-status", std::to_string(grpc_status)}};
}

std::string message(std::string_view bytes) {
  return std::string(1, '\0') + number(static_cast<std::uint32_t>(bytes.size())) + std::string(bytes);
}

std::string valueOf(const Fields& fields, std::string_view name) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return one.first == name; });
  return found == fields.end() ? std::string() : found->second;
}

Http2Peer Http2Peer::client(const Endpoint& balancer, const std::string& settings) {
  Http2Peer peer(Peer::connectTo(balancer));
  peer.send(std::string(http2::kPreface) + frame(FrameType::settings, 0, 0, settings));
  return peer;
}

Http2Peer Http2Peer::server(Peer connection, const std::string& settings) {
  Http2Peer peer(std::move(connection));
  REQUIRE(peer.peer_.receive(http2::kPreface.size()) == http2::kPreface);
  peer.send(frame(FrameType::settings, 0, 0, settings));
  return peer;
}

void Http2Peer::headers(StreamId stream, const Fields& fields, bool end) {
  std::string bytes;
  http2::putHeaders(bytes, stream, block(fields), end);
  send(bytes);
}

void Http2Peer::data(StreamId stream, std::string_view bytes, bool end) {
  send(frame(FrameType::data, end ? http2::kEndStream : 0, stream, bytes));
}

void Http2Peer::call(StreamId stream, std::string_view bytes, const Fields& more) {
  headers(stream, request(more));
  data(stream, message(bytes), true);
}

void Http2Peer::answer(StreamId stream, std::string_view bytes, int grpc_status) {
  headers(stream, response());
  data(stream, message(bytes));
  headers(stream, trailers(grpc_status), true);
}

std::optional<Received> Http2Peer::next() {
  const auto header = peer_.receive(http2::kFrameHeaderSize);
  if (header.size() < http2::kFrameHeaderSize) return {};
  const auto whole = header + peer_.receive(http2::payloadSize(header));
  const auto read = http2::readFrame(whole);
  if (read.type == FrameType::settings && !read.has(http2::kAck))
    trySend(frame(FrameType::settings, http2::kAck, 0, {}));
  last_stream_ = std::max(last_stream_, read.stream);
  return Received{read.type, read.flags, read.stream, std::string(read.payload)};
}

Received Http2Peer::await(FrameType type, StreamId stream) {
  while (auto received = next())
    if (received->type == type && (stream == 0 || received->stream == stream)) return *received;
  FAIL("the connection ended before a frame of type " << static_cast<int>(type) << " on stream " << stream);
  return {};
}

Fields Http2Peer::decode(std::string_view bytes) {
  const auto decoded = decoder_->decode(bytes);
  if (decoded.outcome != http2::HeaderDecoder::Outcome::decoded) FAIL("a header block cannot be decoded");
  Fields fields;
  for (const auto& field : decoded.list->fields()) fields.emplace_back(field.name, field.value);
  return fields;
}

Fields Http2Peer::awaitHeaders(StreamId stream) {
  const auto received = await(FrameType::headers, stream);
  REQUIRE((received.flags & http2::kEndHeaders) != 0);
  return decode(received.payload);
}

std::string Http2Peer::awaitData(StreamId stream, std::size_t bytes) {
  std::string all;
  while (all.size() < bytes) all += await(FrameType::data, stream).payload;
  return all;
}

ErrorCode Http2Peer::awaitFailure() {
  const auto code = await(FrameType::goaway).error();
  while (next()) continue;
  return code;
}

bool Http2Peer::lives() {
  if (!trySend(frame(FrameType::ping, 0, 0, "are you?"))) return false;
  while (const auto received = next())
    if (received->type == FrameType::ping && (received->flags & http2::kAck) != 0 &&
        received->payload == "are you?")
      return true;
  return false;
}

int Http2Peer::awaitStatus(StreamId stream) {
  while (const auto received = next()) {
    if (received->stream != stream) continue;
    if (received->type == FrameType::rst_stream) return -1;
    if (received->type != FrameType::headers) continue;
    const auto fields = decode(received->payload);
    if (received->endsStream()) return std::stoi(valueOf(fields, "grpc-status"));
  }
  FAIL("the connection ended before stream " << stream);
  return -1;
}

}  // namespace switchyard::http2_test
