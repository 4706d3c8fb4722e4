// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/health/peer.h"

#include <map>

namespace switchyard::health {

/// What an HTTP/2 server of nghttp2's, so none of ours, answers each request with.
struct Http2Answer {
  int status = 200;
  std::string body;
  int grpc_status = -1;  ///< sent as a trailer; -1: none
};

/// What it was asked.
struct Http2Question {
  std::map<std::string, std::string> headers;
  std::string body;
};

/// Both must outlive the peer.
Peer::Make speaksHttp2(const Http2Answer& answer, Http2Question& question);

/// A gRPC message that holds `bytes`.
std::string grpcMessage(std::string_view bytes);

}  // namespace switchyard::health
