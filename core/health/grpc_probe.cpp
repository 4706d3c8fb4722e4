// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/http2_request.h"
#include "core/health/probe.h"

namespace switchyard::health {
namespace {

// grpc.health.v1: HealthCheckRequest{string service = 1}, HealthCheckResponse{ServingStatus status = 1}.
constexpr char kServiceField = 0x0A;
constexpr char kStatusField = 0x08;
constexpr std::size_t kLongestService = 127;  // its length fits into one byte
constexpr std::size_t kPrefix = 5;            // of a gRPC message: compressed?, length
constexpr std::string_view kServingStatus[] = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};
constexpr int kServing = 1;
constexpr int kUnimplemented = 12;
constexpr int kNotFound = 5;

/// The request as a gRPC message.
std::string message(const std::string& service) {
  std::string body;
  if (!service.empty()) body = std::string{kServiceField, static_cast<char>(service.size())} + service;
  return std::string{0, 0, 0, 0, static_cast<char>(body.size())} + body;
}

/// The status in an answer's body; -1 when there is none. An empty message says UNKNOWN, the field's default.
int servingStatus(std::string_view body) {
  if (body.size() < kPrefix || body[0] != 0) return -1;
  body.remove_prefix(kPrefix);
  if (body.empty()) return 0;
  return body.size() >= 2 && body[0] == kStatusField ? body[1] : -1;
}

/// The gRPC Health Checking Protocol, method Check (grpc/grpc doc/health-checking.md).
class GrpcProbe final : public Probe {
 public:
  explicit GrpcProbe(const Plan& plan)
      : request_({{":method", "POST"},
                  {":scheme", "http"},
                  {":path", "/grpc.health.v1.Health/Check"},
                  {":authority", plan.host.empty() ? plan.address.text() : plan.host},
                  {"content-type", "application/grpc"},
                  {"te", "trailers"},
                  {"user-agent", "switchyard-check"}},
                 message(plan.service.substr(0, kLongestService))) {}

  Verdict connected(std::string& reply) override {
    request_.send(reply);
    return Verdict::pending;
  }

  Verdict received(std::string_view bytes, std::string& reply) override {
    speaks_ = request_.receive(bytes);
    request_.send(reply);
    if (!request_.ended() && speaks_) return Verdict::pending;
    return request_.grpcStatus() == 0 && servingStatus(request_.body()) == kServing ? Verdict::passed
                                                                                    : Verdict::failed;
  }

  std::string reason() const override {
    const int status = request_.grpcStatus();
    const int serving = servingStatus(request_.body());
    if (status == kUnimplemented) return "has no grpc.health.v1 service (UNIMPLEMENTED)";
    if (status == kNotFound) return "does not know the service asked for (NOT_FOUND)";
    if (status > 0) return "answered with gRPC status " + std::to_string(status);
    if (status == 0 && serving >= 0 && serving < static_cast<int>(std::size(kServingStatus)))
      return "said " + std::string(kServingStatus[serving]);
    if (request_.status() != 0 && request_.status() != 200)
      return "answered with HTTP status " + std::to_string(request_.status());
    return "did not answer in gRPC";
  }

 private:
  Http2Request request_;
  bool speaks_ = true;
};

}  // namespace

std::unique_ptr<Probe> makeGrpcProbe(const Plan& plan) {
  return std::make_unique<GrpcProbe>(plan);
}

}  // namespace switchyard::health
