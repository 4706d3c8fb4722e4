// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/node/behaviour.h"
#include "core/node/event_writer.h"
#include "dnt/demo.grpc.pb.h"

#include <atomic>
#include <optional>
#include <string>

namespace switchyard::node {

/// SayHello as the article has it, with the latency and the failures that `behaviour` asks for.
class DemoService final : public dnt::DemoService::CallbackService {
 public:
  DemoService(std::string name, Behaviour& behaviour, EventWriter& events)
      : name_(std::move(name)),
        signature_(events.run().sign(events.node())),
        behaviour_(behaviour),
        events_(events) {}

  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context, const dnt::HelloRequest* request,
                                     dnt::HelloResponse* response) override;

 private:
  class LateAnswer;
  /// What a client of our run calls it; nothing when somebody else's client calls.
  std::optional<CallId> callOf(const grpc::CallbackServerContext& context) const;
  Event received(const grpc::CallbackServerContext& context, std::optional<CallId> known, std::int64_t at);
  void tellAnswered(Event call, grpc::StatusCode status);
  grpc::Status answer(bool fail, const dnt::HelloRequest& request, dnt::HelloResponse& response) const;

  const std::string name_;
  const std::string signature_;  ///< instead of the name, for clients of our run
  Behaviour& behaviour_;
  EventWriter& events_;
  std::atomic<std::uint64_t> strangers_{firstCallNumber(monotonicNow())};
};

/// gRPC's "ipv4:127.0.0.1:5000" or "ipv6:%5B::1%5D:5000" as an Endpoint; empty for anything else.
std::optional<Endpoint> parsePeer(std::string_view peer);

}  // namespace switchyard::node
