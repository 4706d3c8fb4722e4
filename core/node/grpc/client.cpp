// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/grpc/client.h"

#include "core/event/run_mark.h"
#include "core/node/grpc/connections.h"
#include "core/node/grpc/credentials.h"

#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace switchyard::node {
namespace {

constexpr std::chrono::milliseconds kPatience{200};
constexpr std::size_t kLongestSignature = 128;  // bytes; a stranger's may be as long as its headers

template <typename... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

}  // namespace

class Client::State {
 public:
  State(const CallOptions& options, EventWriter& events, Tally* tally, std::function<void()> idle)
      : events_(events),
        tally_(tally),
        connections_(options.target, channelCredentials(options.trust), options.channel_arguments),
        traffic_([this](Traffic::Ticket ticket) { start(ticket); }, std::move(idle)) {
    plan(options.traffic);
  }

  Traffic& traffic() { return traffic_; }

  void plan(const TrafficPlan& plan) {
    {
      const std::lock_guard lock(mutex_);
      connections_.resize(plan.connections);
      deadline_ = plan.deadline;
      if (!request_ || request_->name() != plan.name) {
        auto request = std::make_shared<dnt::HelloRequest>();
        request->set_name(plan.name);
        request_ = std::move(request);
      }
    }
    traffic_.plan(plan);
  }

  void reconnect() {
    const std::lock_guard lock(mutex_);
    connections_.renew();
    may_drop_.notify_all();
  }

  ~State() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
      may_drop_.notify_all();
    }
    dropper_.join();
  }

  void stop() {
    traffic_.pause();
    std::unique_lock lock(mutex_);
    const auto none_open = [this] { return open_ == 0; };
    if (all_ended_.wait_for(lock, kPatience, none_open)) return;
    for (auto& call : calls_)
      if (call->context) call->context->TryCancel();
    all_ended_.wait(lock, none_open);
  }

 private:
  /// Everything one call needs, used again by later calls.
  struct Call {
    std::optional<grpc::ClientContext> context;
    std::shared_ptr<const dnt::HelloRequest> request;
    std::shared_ptr<dnt::DemoService::Stub> stub;
    dnt::HelloResponse response;
    CallId id = 0;
    std::int64_t started_at = 0;
    Traffic::Ticket ticket;
  };

  Call& open(Traffic::Ticket ticket) {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) free_.push_back(calls_.emplace_back(std::make_unique<Call>()).get());
    auto& call = *free_.back();
    free_.pop_back();
    ++open_;
    call.context.emplace();
    call.request = request_;
    call.stub = connections_.at(ticket.connection);
    call.id = callId(events_.node(), ++last_number_);
    call.ticket = ticket;
    if (events_.active()) call.context->AddMetadata(kCallMetadata, events_.run().sign(call.id));
    call.context->set_deadline(
        gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_micros(deadline_.count(), GPR_TIMESPAN)));
    return call;
  }

  void close(Call& call) {
    const std::lock_guard lock(mutex_);
    call.context.reset();
    call.stub.reset();
    free_.push_back(&call);
    if (--open_ == 0) all_ended_.notify_all();
    if (connections_.areFormer()) may_drop_.notify_all();
  }

  void dropUnusedConnections() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
      auto unused = connections_.takeUnused();
      if (unused.empty()) {
        may_drop_.wait(lock);
        continue;
      }
      lock.unlock();
      unused.clear();
      lock.lock();
    }
  }

  void start(Traffic::Ticket ticket) {
    auto& call = open(ticket);
    if (tally_ != nullptr) tally_->started();
    call.started_at = monotonicNow();
    if (events_.active()) {
      auto event = events_.event(call.started_at, Kind::call_started);
      event.call.call = call.id;
      event.call.attempt = 1;
      events_.add(event);
      events_.flush();
    }
    call.stub->async()->SayHello(&*call.context, call.request.get(), &call.response,
                                 [this, &call](const grpc::Status& status) { end(call, status); });
  }

  void end(Call& call, const grpc::Status& status) {
    const auto at = monotonicNow();
    const auto signature = signatureOf(*call.context);
    if (tally_ != nullptr)
      tally_->ended(status.error_code(), status.error_message(), signature, at - call.started_at);
    if (events_.active()) {
      auto event = events_.event(at, Kind::call_ended);
      event.call.call = call.id;
      event.call.attempt = 1;
      event.call.status = static_cast<std::uint8_t>(status.error_code());
      if (const auto server = events_.run().read(signature))
        event.call.server = static_cast<NodeId>(*server);
      else
        event.call.server_text = events_.text(signature.substr(0, kLongestSignature), at);
      events_.add(event);
    }
    const bool reached = status.error_code() != grpc::UNAVAILABLE || !signature.empty();
    const auto ticket = call.ticket;
    traffic_.ended(ticket, reached);  // the next call's start takes the event along
    events_.flush();
    close(call);
  }

  /// As the server signed its answer; empty when there was no answer or it is no switchyard-node.
  static std::string_view signatureOf(const grpc::ClientContext& context) {
    for (const auto* metadata : {&context.GetServerInitialMetadata(), &context.GetServerTrailingMetadata()})
      if (const auto found = metadata->find(kServerMetadata); found != metadata->end())
        return {found->second.data(), found->second.size()};
    return {};
  }

  EventWriter& events_;
  Tally* const tally_;
  std::mutex mutex_;
  std::condition_variable all_ended_;
  std::condition_variable may_drop_;  ///< connections of the past, once their last call has ended
  Connections connections_;
  std::shared_ptr<const dnt::HelloRequest> request_;
  std::chrono::microseconds deadline_{};
  std::vector<std::unique_ptr<Call>> calls_;
  std::vector<Call*> free_;
  std::uint64_t open_ = 0;
  std::uint64_t last_number_ = firstCallNumber(monotonicNow());
  bool ending_ = false;
  Traffic traffic_;  // after what its clock thread uses
  // Last: when it is refused, nothing is left running.
  std::thread dropper_{[this] { dropUnusedConnections(); }};
};

Client::Client(const CallOptions& options, EventWriter& events, Tally* tally, std::function<void()> idle)
    : state_(std::make_unique<State>(options, events, tally, std::move(idle))) {}

Client::~Client() {
  stop();
}

void Client::obey(const ClientCommand& command) {
  auto& traffic = state_->traffic();
  std::visit(Overloaded{
                 [this](const TrafficPlan& plan) { state_->plan(plan); },
                 [&](Run) { traffic.run(); },
                 [&](Steady steady) { traffic.steady(steady.rate); },
                 [&](Pause) { traffic.pause(); },
                 [this](Reconnect) { state_->reconnect(); },
                 [&](Send send) { traffic.send(send.calls); },
             },
             command);
}

void Client::stop() {
  state_->stop();
}

}  // namespace switchyard::node
