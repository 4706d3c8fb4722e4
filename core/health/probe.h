// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/health/plan.h"

#include <memory>
#include <string>
#include <string_view>

namespace switchyard::health {

enum class Verdict : std::uint8_t { pending, passed, failed };

/// One conversation with a server that finds out whether it is well. Only bytes: whoever runs it connects,
/// keeps the time and ends it with its verdict. One instance per attempt.
class Probe {
 public:
  virtual ~Probe() = default;

  /// The connection is there. Appends to `reply` what is to be sent.
  virtual Verdict connected(std::string& reply) = 0;
  /// `bytes` have come; as above. Not called any more after a verdict.
  virtual Verdict received(std::string_view bytes, std::string& reply) = 0;
  /// Why it failed: "answered with HTTP status 500".
  virtual std::string reason() const = 0;
};

// Each in the file of its name. To add one: its file, its line here, its row in plan.cpp.
std::unique_ptr<Probe> makeTcpProbe(
    const Plan& plan);  ///< the connection is enough (HAProxy's `check` alone)
std::unique_ptr<Probe> makeHttpProbe(
    const Plan& plan);  ///< HTTP/1: status 200 to 399 is well (`option httpchk`)
/// HTTP/2: as above (`option httpchk` towards a server with `proto h2`).
std::unique_ptr<Probe> makeHttp2Probe(const Plan& plan);
/// The gRPC Health Checking Protocol: Check() says SERVING (`option grpchk`, an extension of ours).
std::unique_ptr<Probe> makeGrpcProbe(const Plan& plan);

}  // namespace switchyard::health
