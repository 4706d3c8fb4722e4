// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace switchyard::health {

class Probe;

/// How one server is checked.
struct Plan {
  Endpoint address;
  std::optional<Endpoint> source;  ///< from which the check comes; none: as the system chooses
  config::CheckKind kind = config::CheckKind::tcp;
  bool http2 = false;  ///< an HTTP check speaks HTTP/2
  int send_proxy = 0;  ///< version of the PROXY header that it begins with; 0: none
  std::shared_ptr<const TlsContext> tls = nullptr;  ///< null: plain text
  std::string method, uri, host;
  std::string service;  ///< gRPC checks: empty asks for the server as a whole
  unsigned rise = 2;
  unsigned fall = 3;
  std::chrono::milliseconds every{2000};
  std::chrono::milliseconds every_while_turning{2000};
  std::chrono::milliseconds every_while_down{2000};
  std::chrono::milliseconds connect_within{2000};
  std::chrono::milliseconds answer_within{2000};
};

/// What the lines of a backend and of one of its servers say together.
Plan planFor(const config::Backend& backend, const config::ServerLine& server);

std::unique_ptr<Probe> makeProbe(const Plan& plan);

}  // namespace switchyard::health
