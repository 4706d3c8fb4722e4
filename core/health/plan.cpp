// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/plan.h"

#include "core/health/probe.h"

#include <algorithm>

namespace switchyard::health {

Plan planFor(const config::Backend& backend, const config::ServerLine& server) {
  const auto& check = server.check;
  Plan plan;
  plan.address = check.address.value_or(server.address);
  plan.address.port = check.port > 0 ? check.port : server.address.port;
  plan.source = server.source.address;
  // HAProxy 2.6 manual §5.2 "check-ssl", "check-send-proxy": by themselves only where calls go, too.
  const bool elsewhere = check.address || check.port > 0;
  if (!elsewhere || check.ssl) plan.tls = server.tls.context;
  plan.kind = backend.check.kind;
  plan.http2 = server.http2 || plan.tls != nullptr;  // ALPN has agreed on it
  if (!elsewhere || check.send_proxy)
    plan.send_proxy = server.send_proxy > 0 ? server.send_proxy : check.send_proxy ? 1 : 0;
  plan.method = backend.check.method;
  plan.uri = backend.check.uri;
  plan.host = backend.check.host;
  plan.service = backend.check.service;
  plan.rise = check.rise;
  plan.fall = check.fall;
  plan.every = check.inter;
  plan.every_while_turning = check.fastinter.count() > 0 ? check.fastinter : check.inter;
  plan.every_while_down = check.downinter.count() > 0 ? check.downinter : check.inter;
  // HAProxy 2.6 manual §4.2 "timeout check": the connect timeout is the smaller of `timeout connect` and
  // `inter`.
  const auto& timeouts = backend.timeouts;
  plan.connect_within = timeouts.connect.count() > 0 ? std::min(timeouts.connect, check.inter) : check.inter;
  plan.answer_within = timeouts.check.count() > 0 ? timeouts.check : check.inter;
  return plan;
}

std::unique_ptr<Probe> makeProbe(const Plan& plan) {
  switch (plan.kind) {
    case config::CheckKind::tcp:
      break;
    case config::CheckKind::http:
      return plan.http2 ? makeHttp2Probe(plan) : makeHttpProbe(plan);
    case config::CheckKind::grpc:
      return makeGrpcProbe(plan);
  }
  return makeTcpProbe(plan);
}

}  // namespace switchyard::health
