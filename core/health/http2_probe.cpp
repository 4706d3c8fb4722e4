// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/http2_request.h"
#include "core/health/probe.h"

namespace switchyard::health {
namespace {

class Http2Probe final : public Probe {
 public:
  explicit Http2Probe(const Plan& plan)
      : request_({{":method", plan.method},
                  {":scheme", "http"},
                  {":authority", plan.host.empty() ? plan.address.text() : plan.host},
                  {":path", plan.uri}},
                 "") {}

  Verdict connected(std::string& reply) override {
    request_.send(reply);
    return Verdict::pending;
  }

  Verdict received(std::string_view bytes, std::string& reply) override {
    const bool speaks = request_.receive(bytes);
    request_.send(reply);
    if (request_.status() >= 200 && request_.status() < 400) return Verdict::passed;
    return request_.status() >= 400 || request_.ended() || !speaks ? Verdict::failed : Verdict::pending;
  }

  std::string reason() const override {
    return request_.status() == 0 ? "did not answer in HTTP/2"
                                  : "answered with HTTP status " + std::to_string(request_.status());
  }

 private:
  Http2Request request_;
};

}  // namespace

std::unique_ptr<Probe> makeHttp2Probe(const Plan& plan) {
  return std::make_unique<Http2Probe>(plan);
}

}  // namespace switchyard::health
