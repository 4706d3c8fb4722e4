// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/probe.h"

#include <nghttp2/nghttp2.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchyard::health {

/// One request over HTTP/2 and what came back. nghttp2's whole session: a check is no hot path.
class Http2Request {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  /// @param body sent as DATA when not empty
  Http2Request(const Fields& fields, std::string body);
  Http2Request(const Http2Request&) = delete;
  Http2Request& operator=(const Http2Request&) = delete;

  /// Appends what is to be sent now.
  void send(std::string& reply);
  /// False when the peer does not speak HTTP/2, or said GOAWAY.
  bool receive(std::string_view bytes);

  bool ended() const { return ended_; }              ///< the stream was closed, by END_STREAM or a reset
  int status() const { return status_; }             ///< HTTP status; 0: none has come
  int grpcStatus() const { return grpc_status_; }    ///< -1: none has come
  const std::string& body() const { return body_; }  ///< its first kMostBody bytes

  static constexpr std::size_t kMostBody = 1024;

 private:
  static int onHeader(nghttp2_session*, const nghttp2_frame*, const std::uint8_t* name, std::size_t name_size,
                      const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* self);
  static int onData(nghttp2_session*, std::uint8_t, std::int32_t, const std::uint8_t* data, std::size_t size,
                    void* self);
  static int onClose(nghttp2_session*, std::int32_t, std::uint32_t, void* self);
  static ssize_t readBody(nghttp2_session*, std::int32_t, std::uint8_t* to, std::size_t size,
                          std::uint32_t* flags, nghttp2_data_source* source, void*);

  std::unique_ptr<nghttp2_session, decltype(&nghttp2_session_del)> session_{nullptr, &nghttp2_session_del};
  std::string request_body_;
  std::size_t body_sent_ = 0;
  std::string body_;
  int status_ = 0;
  int grpc_status_ = -1;
  bool ended_ = false;
};

}  // namespace switchyard::health
