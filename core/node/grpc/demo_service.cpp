// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/grpc/demo_service.h"

#include "core/event/run_mark.h"

#include <grpcpp/alarm.h>

#include <chrono>

namespace switchyard::node {
namespace {

gpr_timespec after(std::chrono::microseconds delay) {
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(delay.count(), GPR_TIMESPAN));
}

}  // namespace

/// A call that waits for its time. The alarm decides: it fires, or the call's cancellation cancels it; never
/// both.
class DemoService::LateAnswer final : public grpc::ServerUnaryReactor {
 public:
  LateAnswer(DemoService& service, const grpc::CallbackServerContext& context, const Event& call,
             Behaviour::Treatment treatment, const dnt::HelloRequest& request, dnt::HelloResponse& response)
      : service_(service),
        context_(context),
        call_(call),
        fail_(treatment.fail),
        request_(request),
        response_(response) {
    alarm_.Set(after(treatment.delay), [this](bool due) { finish(due); });
  }

 private:
  void finish(bool due) {
    const auto status = due ? service_.answer(fail_, request_, response_) : grpc::Status::CANCELLED;
    service_.tellAnswered(call_, due ? status.error_code() : whyCancelled());
    Finish(status);
  }

  grpc::StatusCode whyCancelled() const {
    return context_.deadline() <= std::chrono::system_clock::now() ? grpc::DEADLINE_EXCEEDED
                                                                   : grpc::CANCELLED;
  }

  void OnCancel() override { alarm_.Cancel(); }
  void OnDone() override { delete this; }

  DemoService& service_;
  const grpc::CallbackServerContext& context_;
  const Event call_;
  const bool fail_;
  const dnt::HelloRequest& request_;
  dnt::HelloResponse& response_;
  grpc::Alarm alarm_;
};

grpc::ServerUnaryReactor* DemoService::SayHello(grpc::CallbackServerContext* context,
                                                const dnt::HelloRequest* request,
                                                dnt::HelloResponse* response) {
  const auto at = monotonicNow();
  const auto treatment = behaviour_.next();
  const auto known = callOf(*context);
  const auto& signature = known ? signature_ : name_;
  // A failure is told by trailers alone, as servers do, so that it may be tried again elsewhere (gRFC A6).
  treatment.fail ? context->AddTrailingMetadata(kServerMetadata, signature)
                 : context->AddInitialMetadata(kServerMetadata, signature);
  const auto call = events_.active() ? received(*context, known, at) : Event{};
  events_.add(call);
  if (treatment.delay.count() > 0) {
    events_.flush();
    return new LateAnswer(*this, *context, call, treatment, *request, *response);
  }
  const auto status = answer(treatment.fail, *request, *response);
  tellAnswered(call, status.error_code());
  auto* reactor = context->DefaultReactor();
  reactor->Finish(status);
  return reactor;
}

std::optional<CallId> DemoService::callOf(const grpc::CallbackServerContext& context) const {
  if (!events_.active()) return std::nullopt;
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(kCallMetadata);
  if (found == metadata.end()) return std::nullopt;
  return events_.run().read({found->second.data(), found->second.size()});
}

Event DemoService::received(const grpc::CallbackServerContext& context, std::optional<CallId> known,
                            std::int64_t at) {
  auto event = events_.event(at, Kind::call_received);
  event.call.call = known ? *known : strangerCallId(events_.node(), strangers_.fetch_add(1) + 1);
  event.call.peer = parsePeer(context.peer()).value_or(Endpoint{});
  return event;
}

void DemoService::tellAnswered(Event call, grpc::StatusCode status) {
  if (!events_.active()) return;
  call.at = monotonicNow();
  call.kind = Kind::call_answered;
  call.call.status = static_cast<std::uint8_t>(status);
  events_.add(call);
  events_.flush();
}

grpc::Status DemoService::answer(bool fail, const dnt::HelloRequest& request,
                                 dnt::HelloResponse& response) const {
  if (fail) return {grpc::StatusCode::UNAVAILABLE, name_ + " was told to fail this call"};
  response.set_message("Hello " + request.name());
  return grpc::Status::OK;
}

std::optional<Endpoint> parsePeer(std::string_view peer) {
  if (peer.starts_with("ipv4:")) return Endpoint::parse(peer.substr(5));
  constexpr std::string_view kOpen = "ipv6:%5B";
  constexpr std::string_view kClose = "%5D:";
  const auto close = peer.find(kClose);
  if (!peer.starts_with(kOpen) || close == std::string_view::npos) return std::nullopt;
  const auto host = std::string(peer.substr(kOpen.size(), close - kOpen.size()));
  return Endpoint::parse("[" + host + "]:" + std::string(peer.substr(close + kClose.size())));
}

}  // namespace switchyard::node
