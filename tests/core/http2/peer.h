// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/h2/frame.h"
#include "core/h2/hpack.h"
#include "tests/core/tcp/peers.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchyard::http2_test {

using namespace std::chrono_literals;
using http2::ErrorCode;
using http2::FrameType;
using http2::Setting;
using http2::StreamId;

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Received {
  FrameType type;
  std::uint8_t flags;
  StreamId stream;
  std::string payload;

  bool endsStream() const { return (flags & http2::kEndStream) != 0; }
  ErrorCode error() const;  ///< of RST_STREAM and GOAWAY
};

/// One frame, byte for byte as a test wants it.
std::string frame(FrameType type, std::uint8_t flags, StreamId stream, std::string_view payload);
std::string setting(Setting name, std::uint32_t value);
std::string number(std::uint32_t value);  ///< 4 bytes, as WINDOW_UPDATE and RST_STREAM carry
std::string block(const Fields& fields);  ///< literals that touch no table

/// A unary gRPC call.
Fields request(const Fields& more = {});
Fields response();
Fields trailers(int grpc_status = 0);
/// A gRPC message with its prefix of five bytes.
std::string message(std::string_view bytes);

/// One end of an HTTP/2 connection that says exactly what a test makes it say.
class Http2Peer {
 public:
  /// Connects; says its preface and SETTINGS.
  static Http2Peer client(const Endpoint& balancer, const std::string& settings = {});
  /// Takes the balancer's connection; says its SETTINGS.
  static Http2Peer server(tcp_test::Peer connection, const std::string& settings = {});
  explicit Http2Peer(tcp_test::Peer connection) : peer_(std::move(connection)) {}

  void send(std::string_view bytes) { peer_.send(bytes); }
  /// As send(), but the balancer may have closed already.
  bool trySend(std::string_view bytes) { return peer_.trySend(bytes); }
  void headers(StreamId stream, const Fields& fields, bool end = false);
  void data(StreamId stream, std::string_view bytes, bool end = false);
  void call(StreamId stream, std::string_view bytes = "hello", const Fields& more = {});
  void answer(StreamId stream, std::string_view bytes = "world", int grpc_status = 0);

  /// The next frame, whatever it is; nothing when the connection has ended.
  std::optional<Received> next();
  /// The next frame of this type (on this stream, unless 0), passing over others. Fails the test without one.
  Received await(FrameType type, StreamId stream = 0);
  Fields awaitHeaders(StreamId stream = 0);
  /// DATA of this stream until it holds so many bytes.
  std::string awaitData(StreamId stream, std::size_t bytes);
  /// The GOAWAY that ends the connection, and its end.
  ErrorCode awaitFailure();
  /// True when a PING is still answered.
  bool lives();
  /// The grpc-status of a call's end, after which nothing more comes on its stream; -1 when it was reset.
  int awaitStatus(StreamId stream);
  Fields decode(std::string_view bytes);
  StreamId lastStream() const { return last_stream_; }  ///< of the frames received

  tcp_test::Peer& connection() { return peer_; }

 private:
  tcp_test::Peer peer_;
  http2::HeaderStore store_;
  std::unique_ptr<http2::HeaderDecoder> decoder_ = std::make_unique<http2::HeaderDecoder>(store_);
  StreamId last_stream_ = 0;
};

std::string valueOf(const Fields& fields, std::string_view name);

}  // namespace switchyard::http2_test
