// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/http2/peer.h"
#include "tests/core/http2/plain_server.h"
#include "tests/core/tcp/proxy.h"

#include <string>
#include <string_view>
#include <vector>

namespace switchyard::http2_test {

/// What a client may see after what it has said.
struct Outcome {
  enum class Kind : std::uint8_t {
    connection_error,  ///< GOAWAY with this code, and the end
    stream_error,      ///< RST_STREAM with this code, and the connection lives
    answered,          ///< its call on this stream, with status 0, and the connection lives
    ignored,           ///< the connection lives
  };
  Kind kind = Kind::ignored;
  ErrorCode code = ErrorCode::no_error;
  StreamId stream = 1;
};
Outcome connectionError(ErrorCode code);
Outcome streamError(ErrorCode code, StreamId stream = 1);
Outcome answered(StreamId stream = 1);
Outcome ignored();

struct Behaviour {
  const char* what;   ///< "5.1 DATA on an idle stream"
  std::string bytes;  ///< after preface and SETTINGS
  Outcome outcome;
};

/// A request balancer before a server that answers whatever it is asked.
class PlainYard {
 public:
  PlainYard() : proxy_({.servers = {{server_.address()}}, .mode = "http"}) {}
  Http2Peer client(const std::string& settings = {}) const {
    return Http2Peer::client(proxy_.address(), settings);
  }
  Endpoint address() const { return proxy_.address(); }
  /// Each on a connection of its own.
  void check(const std::vector<Behaviour>& behaviours) const;

 private:
  PlainServer server_;
  tcp_test::Proxy proxy_;
};

/// HEADERS, with CONTINUATION if they are long.
std::string headersOf(StreamId stream, const Fields& fields, bool end = true);
/// One HEADERS frame, flags and payload as given.
std::string headersFrame(StreamId stream, std::uint8_t flags, std::string_view payload);
std::string dataFrame(StreamId stream, std::string_view bytes, bool end = true);
/// The field PRIORITY of 5 bytes (RFC 7540 §6.3).
std::string priority(StreamId depends_on, std::uint8_t weight = 255, bool exclusive = false);
/// request() with another value, or without it.
Fields with(std::string_view name, const std::string& value);
Fields without(std::string_view name);

}  // namespace switchyard::http2_test
