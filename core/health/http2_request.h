// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/h2/frame.h"
#include "core/h2/hpack.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchyard::health {

/// One request over an HTTP/2 connection of its own, and what came back. Only bytes. Holds at most one frame,
/// one header block of 16 KiB and the beginning of the body. The connection's first window, 64 KiB, is never
/// opened further: a longer answer stalls.
class Http2Request {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  /// @param fields pseudo-headers first, names in lower case
  /// @param body sent as DATA when not empty; at most 16 KiB
  Http2Request(const Fields& fields, std::string_view body);

  /// Appends what is to be sent now.
  void send(std::string& reply) { reply += std::exchange(unsent_, {}); }
  /// False when no answer will come any more: the peer does not speak HTTP/2, or goes away.
  bool receive(std::string_view bytes);

  bool ended() const { return ended_; }              ///< the stream was closed, by END_STREAM or a reset
  int status() const { return status_; }             ///< HTTP status; 0: none has come
  int grpcStatus() const { return grpc_status_; }    ///< -1: none has come
  const std::string& body() const { return body_; }  ///< its first kMostBody bytes

  static constexpr std::size_t kMostBody = 1024;

 private:
  bool handle(const http2::Frame& frame);
  bool settings(const http2::Frame& frame);
  bool headers(const http2::Frame& frame);
  bool blockEnded();
  bool data(const http2::Frame& frame);

  std::string unsent_;
  std::string received_;  ///< the beginning of a frame
  std::string block_;     ///< of the header block that has not ended
  bool in_block_ = false;
  bool block_ends_stream_ = false;
  bool greeted_ = false;  ///< its SETTINGS have come
  http2::HeaderStore store_;
  http2::HeaderDecoder decoder_{store_};
  std::string body_;
  int status_ = 0;
  int grpc_status_ = -1;
  bool ended_ = false;
};

}  // namespace switchyard::health
