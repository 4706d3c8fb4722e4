// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http2/exchange.h"

#include "core/http2/balancer.h"
#include "core/http2/downstream.h"
#include "core/http2/upstream.h"

#include <algorithm>

namespace switchyard::http2 {
namespace {

/// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md "Errors".
GrpcStatus statusOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::refused_stream:
      return GrpcStatus::unavailable;
    case ErrorCode::cancel:
      return GrpcStatus::cancelled;
    case ErrorCode::enhance_your_calm:
      return GrpcStatus::resource_exhausted;
    default:
      return GrpcStatus::internal;
  }
}

constexpr Side other(Side side) {
  return side == Side::downstream ? Side::upstream : Side::downstream;
}

constexpr std::size_t kKeptCapacity = 1024;  // of the buffers of an exchange that rests

void empty(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kKeptCapacity) buffer.shrink_to_fit();
}

}  // namespace

void Exchange::Flow::clear() {
  empty(held);
  auto kept = std::move(held);
  *this = {};
  held = std::move(kept);
}

Connection* Exchange::at(Side side) const {
  return side == Side::downstream ? downstream_ : upstream_;
}

void Exchange::begin(Connection& downstream, StreamId stream, HeadersRef request, bool end) {
  downstream_ = &downstream;
  downstream_stream_ = stream;
  request_.ended = end;
  request_.allowance = kStreamWindow;
  request_.announced = request->contentLength();
  response_.window = downstream.initialWindow();
  call_ = balancer_.callId(request->call());
  request_headers_ = std::move(request);
  active_at_ = balancer_.loop().now();
  balancer_.route(*this);
}

void Exchange::forwardOn(Upstream& upstream, StreamId stream) {
  waiting_ = false;
  waiting_at_ = nullptr;
  upstream_ = &upstream;
  upstream_stream_ = stream;
  request_.window = upstream.initialWindow();
  response_.allowance = kStreamWindow;
  active_at_ = balancer_.loop().now();
  tell(Kind::call_routed);
  const bool whole = request_.ended && request_.unpassed().empty() && !request_trailers_;
  upstream.sendHeaders(stream, request_headers_, balancer_.forwardedFor(*downstream_, *request_headers_),
                       whole);
  request_.passed = whole;
  if (!whole) push(Side::downstream);
}

bool Exchange::countLength(Flow& flow, std::size_t bytes, bool end) {
  if (flow.announced < 0) return true;
  flow.announced -= static_cast<std::int64_t>(bytes);
  return flow.announced >= 0 && (!end || flow.announced == 0);
}

void Exchange::data(Side sender, std::string_view bytes, std::size_t flow_controlled, bool end) {
  auto& flow = from(sender);
  if (flow.ended) return broken(sender, ErrorCode::stream_closed);
  if (sender == Side::upstream && !answered_) return broken(sender, ErrorCode::protocol_error);
  flow.allowance -= static_cast<std::int64_t>(flow_controlled);
  if (flow.allowance < 0) return broken(sender, ErrorCode::flow_control_error);
  if (!countLength(flow, bytes.size(), end)) return broken(sender, ErrorCode::protocol_error);
  flow.ended = end;
  active_at_ = balancer_.loop().now();
  if (flow_controlled > bytes.size()) took(sender, flow_controlled - bytes.size());
  const auto* receiver = at(other(sender));
  const bool all =
      receiver != nullptr && flow.unpassed().empty() && receiver->room(flow.window) >= bytes.size();
  if (all) return pass(sender, bytes, end);
  flow.held.append(bytes);
  push(sender);
}

/// Sends as much of what is held as the receiver has room for.
void Exchange::push(Side sender) {
  auto& flow = from(sender);
  auto* receiver = at(other(sender));
  if (receiver == nullptr || flow.passed) return;
  while (!flow.unpassed().empty()) {
    const auto room = std::min(receiver->room(flow.window), kMaxFrameSize);
    if (room == 0) return await(other(sender), flow);
    const auto part = flow.unpassed().substr(0, room);
    flow.passed_of_held += part.size();
    const bool last = flow.ended && flow.unpassed().empty() && !flow.trailers;
    if (flow.unpassed().empty()) {
      const auto whole = std::move(flow.held);
      flow.held.clear();
      flow.passed_of_held = 0;
      pass(sender, std::string_view(whole).substr(whole.size() - part.size()), last);
      break;
    }
    pass(sender, part, false);
  }
  if (!flow.ended || flow.passed || receiver != at(other(sender))) return;
  if (flow.trailers)
    receiver->sendHeaders(streamAt(other(sender)), std::exchange(flow.trailers, {}), {}, true);
  else
    receiver->sendData(streamAt(other(sender)), {}, true);
  endPassed(sender);
}

/// Hands bytes to the receiver, which has room for them. May end the call if `end`.
void Exchange::pass(Side sender, std::string_view bytes, bool end) {
  auto& flow = from(sender);
  flow.window -= static_cast<std::int64_t>(bytes.size());
  at(other(sender))->sendData(streamAt(other(sender)), bytes, end);
  if (sender == Side::downstream) keepForReplay(bytes);
  took(sender, bytes.size());
  if (end) endPassed(sender);
}

/// Opens the sender's window as far as the receiver has taken data, in steps of half a window.
void Exchange::took(Side sender, std::size_t bytes) {
  auto& flow = from(sender);
  flow.untold += static_cast<std::int64_t>(bytes);
  if (flow.ended || flow.untold < kStreamWindow / 2) return;
  flow.allowance += flow.untold;
  if (auto* connection = at(sender)) connection->sendWindowUpdate(streamAt(sender), flow.untold);
  flow.untold = 0;
}

void Exchange::keepForReplay(std::string_view bytes) {
  if (!replayable_ || answered_) return;
  replayable_ = replay_.size() + bytes.size() <= kMostReplay;
  if (replayable_)
    replay_.append(bytes);
  else
    empty(replay_);
}

void Exchange::await(Side receiver, Flow& flow) {
  if (std::exchange(flow.awaiting_room, true)) return;
  at(receiver)->awaitRoom(*this);
}

void Exchange::roomAt(Side receiver) {
  auto& flow = from(other(receiver));
  if (std::exchange(flow.awaiting_room, false))
    if (auto* connection = at(receiver)) connection->stopAwaiting(*this);
  push(other(receiver));
}

bool Exchange::changeWindow(Side receiver, std::int64_t by) {
  auto& flow = from(other(receiver));
  flow.window += by;
  return flow.window <= kGreatestWindow;
}

void Exchange::headers(Side sender, HeadersRef list, bool end) {
  auto& flow = from(sender);
  if (flow.ended) return broken(sender, ErrorCode::stream_closed);
  active_at_ = balancer_.loop().now();
  if (sender == Side::upstream && !answered_) return responseHeaders(std::move(list), end);
  if (!end || !list->isTrailers() || !countLength(flow, 0, true))
    return broken(sender, ErrorCode::protocol_error);
  if (sender == Side::upstream && list->grpcStatus() != HeaderList::kNone)
    status_ = static_cast<std::uint8_t>(list->grpcStatus());
  if (sender == Side::downstream) request_trailers_ = list;
  flow.ended = true;
  flow.trailers = std::move(list);
  push(sender);
}

void Exchange::responseHeaders(HeadersRef list, bool end) {
  if (!list->isResponse()) return broken(Side::upstream, ErrorCode::protocol_error);
  const auto status = list->status();
  if (status < 200) {  // informational: the answer is still to come (RFC 9110 §15.2)
    if (end) return broken(Side::upstream, ErrorCode::protocol_error);
    return downstream_->sendHeaders(downstream_stream_, list, {}, false);
  }
  response_.announced = end ? -1 : list->contentLength();
  response_.ended = end;
  answered_ = true;
  empty(replay_);
  if (list->grpcStatus() != HeaderList::kNone)
    status_ = static_cast<std::uint8_t>(list->grpcStatus());
  else if (status != 200)
    status_ = static_cast<std::uint8_t>(GrpcStatus::unknown);
  downstream_->sendHeaders(downstream_stream_, list, {}, end);
  if (end) endPassed(Side::upstream);
}

void Exchange::endPassed(Side sender) {
  from(sender).passed = true;
  if (sender == Side::downstream) return;
  balancer_.pool().observeAnswer(server_, status_);
  finish();
}

void Exchange::reset(Side by, ErrorCode code) {
  if (by == Side::downstream) {
    status_ = static_cast<std::uint8_t>(GrpcStatus::cancelled);
    if (upstream_ != nullptr) upstream_->sendReset(upstream_stream_, code);
    leaveUpstream();
    downstream_->forget(downstream_stream_);
    return finish();
  }
  if (code == ErrorCode::refused_stream && !answered_) return serverGone(Loss::refused, "refused the stream");
  leaveUpstream();
  if (response_.ended) {  // it has answered and wants no more of the request (RFC 9113 §8.1)
    request_.passed = true;
    return push(Side::upstream);
  }
  status_ = static_cast<std::uint8_t>(statusOf(code));
  balancer_.pool().observeAnswer(server_, status_);
  downstream_->sendReset(downstream_stream_, code);
  downstream_->forget(downstream_stream_);
  finish();
}

void Exchange::broken(Side by, ErrorCode code) {
  status_ = static_cast<std::uint8_t>(GrpcStatus::internal);
  if (by == Side::upstream) balancer_.pool().observeAnswer(server_, status_);
  const auto codeFor = [&](Side side) {
    return side == by ? code : by == Side::downstream ? ErrorCode::cancel : ErrorCode::internal_error;
  };
  if (upstream_ != nullptr) upstream_->sendReset(upstream_stream_, codeFor(Side::upstream));
  leaveUpstream();
  auto& client = static_cast<Downstream&>(*downstream_);
  client.sendReset(downstream_stream_, codeFor(Side::downstream));
  client.forget(downstream_stream_);
  finish();
  if (by == Side::downstream) client.misbehaved();
}

void Exchange::clientGone() {
  status_ = static_cast<std::uint8_t>(GrpcStatus::cancelled);
  if (upstream_ != nullptr) upstream_->sendReset(upstream_stream_, ErrorCode::cancel);
  leaveUpstream();
  downstream_->forget(downstream_stream_);
  finish();
}

void Exchange::serverGone(Loss loss, std::string_view why) {
  const auto server = server_;
  waiting_ = false;
  waiting_at_ = nullptr;
  leaveUpstream();
  if (response_.ended) {  // the rest of the answer is held here
    request_.passed = true;
    return push(Side::upstream);
  }
  if (loss == Loss::died)
    balancer_.pool().observeAnswer(server_, static_cast<std::uint8_t>(GrpcStatus::unavailable));
  if (retry(loss)) return;
  answer(GrpcStatus::unavailable, balancer_.serverName(server) + " " + std::string(why) + ".");
}

/// Another attempt, with what was kept of the request. False when too much of it has gone.
bool Exchange::retry(Loss loss) {
  if (answered_ || !replayable_ || !balancer_.mayRetry(attempt_, loss)) return false;
  request_.held = std::exchange(replay_, {}).append(request_.unpassed());
  request_.passed_of_held = 0;
  request_.passed = false;
  request_.trailers = request_trailers_;
  if (loss != Loss::refused) tried_.push_back(server_);
  balancer_.pool().release(std::exchange(server_, NodeId{0}));
  ++attempt_;
  tell(Kind::call_retried);
  balancer_.route(*this);
  return true;
}

void Exchange::answer(GrpcStatus status, std::string_view message) {
  stopWaiting();
  status_ = static_cast<std::uint8_t>(status);
  if (upstream_ != nullptr) upstream_->sendReset(upstream_stream_, ErrorCode::cancel);
  leaveUpstream();
  const auto code = std::to_string(status_);
  std::vector<HeaderList::Field> fields;
  const bool grpc = request_headers_->isGrpc();
  if (!answered_) fields.push_back({":status", grpc ? "200" : "503"});
  if (!answered_ && grpc) fields.push_back({"content-type", "application/grpc"});
  if (grpc) fields.insert(fields.end(), {{"grpc-status", code}, {"grpc-message", message, true}});
  if (answered_ && !grpc) {
    downstream_->sendReset(downstream_stream_, ErrorCode::internal_error);
    downstream_->forget(downstream_stream_);
  } else {
    response_.ended = response_.passed = true;
    downstream_->sendHeaders(downstream_stream_, HeaderList::make(fields), {}, true);
  }
  finish();
}

void Exchange::checkTime(std::int64_t now) {
  const auto& timeouts = balancer_.timeouts();
  const auto passed = [&](config::Milliseconds limit) {
    return limit.count() > 0 && now - active_at_ > std::chrono::nanoseconds(limit).count();
  };
  if (waiting_) {
    const bool server_is_tried =
        waiting_at_ != nullptr && waiting_at_->isConnecting();  // within timeout connect
    if (!server_is_tried && passed(timeouts.queue))
      answer(GrpcStatus::unavailable, "No server had room in time (timeout queue).");
    return;
  }
  const bool client_holds = response_.awaiting_room;
  const bool server_owes = request_.ended && !client_holds;
  const auto limit = server_owes    ? timeouts.server
                     : client_holds ? timeouts.client
                                    : std::max(timeouts.client, timeouts.server);
  if (!passed(limit)) return;
  if (!server_owes)
    return answer(GrpcStatus::deadline_exceeded, "Nothing came from the client in time (timeout client).");
  balancer_.pool().observeAnswer(server_, static_cast<std::uint8_t>(GrpcStatus::deadline_exceeded));
  answer(GrpcStatus::deadline_exceeded,
         balancer_.serverName(server_) + " sent nothing in time (timeout server).");
}

void Exchange::waitFor(UpstreamGroup* group) {
  waiting_ = true;
  waiting_at_ = group;
}

void Exchange::stopWaiting() {
  if (!std::exchange(waiting_, false)) return;
  balancer_.stopWaiting(*this, std::exchange(waiting_at_, nullptr));
}

void Exchange::leaveUpstream() {
  if (upstream_ == nullptr) return;
  if (std::exchange(request_.awaiting_room, false)) upstream_->stopAwaiting(*this);
  std::exchange(upstream_, nullptr)->streamEnded(upstream_stream_);
}

void Exchange::tell(Kind kind, std::uint8_t status) {
  auto& loop = balancer_.loop();
  if (!loop.traced()) return;
  Event event(loop.now(), kind, Witness::balancer, balancer_.id());
  event.call = {.call = call_,
                .connection = downstream_->id(),
                .upstream = upstream_ != nullptr ? upstream_->id() : 0,
                .stream = downstream_stream_,
                .server = server_,
                .status = status,
                .attempt = attempt_,
                .server_text = 0,
                .peer = {}};
  loop.emit(event);
}

/// The call is over: whoever still thinks that it goes on is told, and everything is given back.
void Exchange::finish() {
  stopWaiting();
  tell(Kind::call_finished, status_);
  if (upstream_ != nullptr) {
    if (!request_.passed) upstream_->sendReset(upstream_stream_, ErrorCode::cancel);
    leaveUpstream();
  }
  if (response_.passed) {
    if (!request_.ended) downstream_->sendReset(downstream_stream_, ErrorCode::no_error);
    downstream_->forget(downstream_stream_);
  }
  if (std::exchange(response_.awaiting_room, false)) downstream_->stopAwaiting(*this);
  if (server_ != 0) balancer_.pool().release(server_);
  const bool answered = response_.passed;
  auto& downstream = *std::exchange(downstream_, nullptr);
  request_.clear();
  response_.clear();
  empty(replay_);
  request_headers_ = request_trailers_ = {};
  tried_.clear();
  server_ = 0;
  attempt_ = 1;
  status_ = 0;
  replayable_ = true;
  answered_ = false;
  balancer_.recycle(*this, downstream, answered);
}

}  // namespace switchyard::http2
