// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/exchange.h"

#include "core/http/balancer.h"
#include "core/http/upstream.h"

#include <algorithm>

namespace switchyard::http2 {
namespace {

constexpr Side other(Side side) {
  return side == Side::downstream ? Side::upstream : Side::downstream;
}

}  // namespace

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
}

bool Exchange::start() {
  if (!std::exchange(started_, true)) balancer_.route(*this);
  return downstream_ != nullptr;
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
  if (!started_ && !start()) return;
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
    replay_ = {};
}

void Exchange::await(Side receiver, Flow& flow) {
  if (std::exchange(flow.awaiting_room, true)) return;
  at(receiver)->awaitRoom(*this);
}

bool Exchange::awaitsRoomOf(const Connection& receiver) const {
  const auto& flow = receiver.side() == Side::downstream ? response_ : request_;
  return at(receiver.side()) == &receiver && flow.awaiting_room;
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
  if (!started_ && !start()) return;
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
    if (++informational_ > kMostInformational) return broken(Side::upstream, ErrorCode::enhance_your_calm);
    return downstream_->sendHeaders(downstream_stream_, list, {}, false);
  }
  if (end && retryInsteadOf(*list)) return;
  response_.announced = end ? -1 : list->contentLength();
  response_.ended = end;
  answered_ = true;
  replay_ = {};
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

}  // namespace switchyard::http2
