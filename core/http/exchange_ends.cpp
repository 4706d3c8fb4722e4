// SPDX-License-Identifier: GPL-3.0-or-later
// How calls end: by an answer, a reset, a lost connection, a timeout; and how they begin once more.
#include "core/http/balancer.h"
#include "core/http/downstream.h"
#include "core/http/exchange.h"
#include "core/http/upstream.h"
#include "core/http/upstream_group.h"

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

void Exchange::reset(Side by, ErrorCode code) {
  if (by == Side::downstream) {
    status_ = static_cast<std::uint8_t>(GrpcStatus::cancelled);
    cut(Side::upstream, code);
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
  cut(Side::downstream, code);
  downstream_->forget(downstream_stream_);
  finish();
}

void Exchange::broken(Side by, ErrorCode code) {
  status_ = static_cast<std::uint8_t>(GrpcStatus::internal);
  if (by == Side::upstream) balancer_.pool().observeAnswer(server_, status_);
  const auto codeFor = [&](Side side) {
    return side == by ? code : by == Side::downstream ? ErrorCode::cancel : ErrorCode::internal_error;
  };
  cut(Side::upstream, codeFor(Side::upstream));
  leaveUpstream();
  if (by == Side::upstream && retry(Loss::junk)) return;
  auto& client = static_cast<Downstream&>(*downstream_);
  cut(Side::downstream, codeFor(Side::downstream));
  client.forget(downstream_stream_);
  finish();
  if (by == Side::downstream) client.misbehaved();
}

void Exchange::clientGone() {
  status_ = static_cast<std::uint8_t>(GrpcStatus::cancelled);
  cut(Side::upstream, ErrorCode::cancel);
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

void Exchange::noWayToServer() {
  waiting_ = false;
  waiting_at_ = nullptr;
  tried_.lacked(server_);
  balancer_.pool().release(std::exchange(server_, NodeId{0}));
  balancer_.route(*this);
}

/// Another attempt. False when too much of the request has gone, or `retry-on` does not want it.
bool Exchange::retry(Loss loss) {
  if (answered_ || !replayable_ || !balancer_.mayRetry(attempt_, loss)) return false;
  if (loss != Loss::refused) tried_.failed(server_);
  tryAgain();
  return true;
}

/// As retry(), when all that came is a status that `retry-on` names.
bool Exchange::retryInsteadOf(const HeaderList& answer) {
  if (!replayable_ || !balancer_.mayRetryAfter(attempt_, answer)) return false;
  balancer_.pool().observeAnswer(server_, static_cast<std::uint8_t>(GrpcStatus::unavailable));
  tried_.failed(server_);
  tryAgain();
  return true;
}

/// On another server, with what was kept of the request.
void Exchange::tryAgain() {
  if (!request_.passed) cut(Side::upstream, ErrorCode::cancel);
  leaveUpstream();
  request_.held = std::exchange(replay_, {}).append(request_.unpassed());
  request_.passed_of_held = 0;
  request_.passed = false;
  request_.trailers = request_trailers_;
  balancer_.pool().release(std::exchange(server_, NodeId{0}));
  ++attempt_;
  tell(Kind::call_retried);
  balancer_.route(*this);
}

void Exchange::answer(GrpcStatus status, std::string_view message) {
  stopWaiting();
  status_ = static_cast<std::uint8_t>(status);
  cut(Side::upstream, ErrorCode::cancel);
  leaveUpstream();
  const auto code = std::to_string(status_);
  std::vector<HeaderList::Field> fields;
  const bool grpc = request_headers_->isGrpc();
  if (!answered_) fields.push_back({":status", grpc ? "200" : "503"});
  if (!answered_ && grpc) fields.push_back({"content-type", "application/grpc"});
  if (grpc) fields.insert(fields.end(), {{"grpc-status", code}, {"grpc-message", message, true}});
  if (answered_ && !grpc) {
    cut(Side::downstream, ErrorCode::internal_error);
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
      answer(GrpcStatus::unavailable, balancer_.whyNobodyHadRoom());
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
  cut(Side::upstream, ErrorCode::cancel);
  leaveUpstream();
  if (retry(Loss::too_late)) return;
  answer(GrpcStatus::deadline_exceeded,
         balancer_.serverName(server_) + " sent nothing in time (timeout server).");
}

void Exchange::waitFor(UpstreamGroup* group) {
  waiting_ = true;
  waiting_at_ = group;
  if (group == nullptr) tried_.forgetLack();
}

void Exchange::stopWaiting() {
  if (!std::exchange(waiting_, false)) return;
  balancer_.stopWaiting(*this, std::exchange(waiting_at_, nullptr));
}

/// Resets the stream of a side that may go on sending until it knows.
void Exchange::cut(Side side, ErrorCode code) {
  auto* connection = at(side);
  if (connection == nullptr) return;
  connection->sendReset(streamAt(side), code);
  if (!from(side).ended) connection->expectMore(streamAt(side), from(side).allowance);
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
    if (!request_.passed) cut(Side::upstream, ErrorCode::cancel);
    leaveUpstream();
  }
  if (response_.passed) {
    if (!request_.ended) cut(Side::downstream, ErrorCode::no_error);
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
  status_ = informational_ = 0;
  replayable_ = true;
  answered_ = started_ = false;
  balancer_.recycle(*this, downstream, answered);
}

}  // namespace switchyard::http2
