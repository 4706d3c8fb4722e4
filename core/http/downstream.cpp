// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/downstream.h"

#include "core/http/balancer.h"
#include "core/http/exchange.h"

namespace switchyard::http2 {
namespace {

constexpr std::string_view kGoodbye = "goodbye.";  // a PING's 8 bytes

}  // namespace

Downstream::Downstream(Balancer& balancer, Accepted client, ConnectionId id)
    : Connection(balancer, Side::downstream, id), client_(client.from.client) {
  saw_preface_ = false;
  open(std::move(client.socket));
  rests_since_ = active_at_;
  if (const auto& forward = balancer.forwardFor(); forward.on) {
    putLiteralField(via_, "via", "2.0 switchyard");
    putLiteralField(forwarded_for_, forward.header, client_.host());
    forwarded_for_ += via_;
  }
}

void Downstream::begin() {
  tellOpened(0);
  if (!balancer_.loop().watch(transport_.fd(), *this)) return close(CloseReason::error, errno);
  if (transport_.tls() != nullptr)
    balancer_.loop().again(*this);  // more than the handshake may have been read
  auto& out = out_.bytes();
  constexpr std::size_t kSettings = 3;
  putFrameHeader(out, FrameType::settings, 0, 0, kSettings * 6);
  putSetting(out, Setting::max_concurrent_streams, kMaxStreams);
  putSetting(out, Setting::initial_window_size, kStreamWindow);
  putSetting(out, Setting::max_header_list_size, kMaxHeaderList);
  putWindowUpdate(out, 0, kConnectionWindow - kDefaultWindow);
  dirty();
}

void Downstream::onOpening(StreamId stream, HeadersRef list, bool end) {
  if (stream % 2 == 0) return fail(ErrorCode::protocol_error, "A client's streams have odd numbers.");
  last_stream_ = stream;
  if (farewell_ == Farewell::final) {  // it crossed our GOAWAY, which tells its client (RFC 9113 §6.8)
    if (!end) expectMore(stream, kStreamWindow);
    spend(idle_frames_);
    return;
  }
  if (streams_.size() >= kMaxStreams) return refuse(stream, ErrorCode::refused_stream, end);
  if (!list) return refuseLargeMetadata(stream, end);
  if (!list->isRequest() || (end && list->contentLength() > 0))
    return refuse(stream, ErrorCode::protocol_error, end);
  auto& exchange = balancer_.newExchange();
  carry(stream, exchange);
  exchange.begin(*this, stream, std::move(list), end);
  beginning_.push_back(stream);
}

void Downstream::onParsed() {
  for (const auto stream : beginning_)
    if (auto* exchange = streams_.find(stream)) exchange->start();
  beginning_.clear();
}

void Downstream::refuse(StreamId stream, ErrorCode code, bool end) {
  if (!spend(resets_)) return;
  sendReset(stream, code);
  if (!end) expectMore(stream, kStreamWindow);
}

void Downstream::refuseLargeMetadata(StreamId stream, bool end) {
  if (!spend(resets_)) return;
  const HeaderList::Field fields[] = {
      {":status", "200"},
      {"content-type", "application/grpc"},
      {"grpc-status", "8"},
      {"grpc-message", "The metadata is larger than the balancer allows.", true}};
  sendHeaders(stream, HeaderList::make(fields), {}, true);
  if (end) return;
  sendReset(stream, ErrorCode::no_error);
  expectMore(stream, kStreamWindow);
}

void Downstream::onTooLarge(Exchange& exchange) {
  exchange.broken(Side::downstream, ErrorCode::enhance_your_calm);
}

void Downstream::goAway(CloseReason reason) {
  if (farewell_ != Farewell::none || ending_ || closed()) return;
  farewell_ = Farewell::announced;
  farewell_reason_ = reason;
  farewell_at_ = balancer_.loop().now();
  counted_.goaway_sent = 1;
  putGoAway(out_.bytes(), kGreatestStream, ErrorCode::no_error, {});
  putPing(out_.bytes(), 0, kGoodbye);
  dirty();
}

void Downstream::onPong() {
  if (farewell_ == Farewell::announced) sayFinalGoAway();
}

void Downstream::sayFinalGoAway() {
  farewell_ = Farewell::final;
  last_served_ = last_stream_;
  if (streams_.empty()) return endGracefully(farewell_reason_);
  putGoAway(out_.bytes(), last_served_, ErrorCode::no_error, {});
  dirty();
}

void Downstream::callEnded(bool answered) {
  if (answered) resets_.earn(1);
  if (!streams_.empty()) return;
  rests_since_ = balancer_.loop().now();
  if (farewell_ == Farewell::final) endGracefully(farewell_reason_);
}

void Downstream::dropStreams() {
  streams_.forEach([](Exchange& exchange) { exchange.clientGone(); });
}

void Downstream::onClosed() {
  balancer_.downstreamClosed(*this);
}

/// HAProxy 2.6 manual §4.2: "timeout http-keep-alive" between calls, "timeout http-request" before the first
/// one and while the headers of one are on their way.
std::chrono::nanoseconds Downstream::restLimit() const {
  const auto& timeouts = balancer_.timeouts();
  const bool between_calls = last_stream_ > 0 && !midFrame() && timeouts.http_keep_alive.count() > 0;
  return between_calls ? timeouts.http_keep_alive : timeouts.http_request;
}

void Downstream::checkTime(std::int64_t now) {
  const auto passed = [now](std::int64_t since, std::chrono::nanoseconds limit) {
    return limit.count() > 0 && now - since > limit.count();
  };
  if (ending_) {
    if (passed(ending_since_, kLingerWithin)) close(ending_for_);
    return;
  }
  const auto& timeouts = balancer_.timeouts();
  if (!begun_) {
    const auto within = timeouts.http_request.count() > 0
                            ? std::min<std::chrono::nanoseconds>(timeouts.http_request, kBeginWithin)
                            : kBeginWithin;
    if (passed(rests_since_, within)) close(CloseReason::idle_timeout);
    return;
  }
  if (farewell_ == Farewell::announced && passed(farewell_at_, kGoodbyeWithin)) return sayFinalGoAway();
  if (streams_.empty()) {
    if (passed(rests_since_, restLimit()) || passed(std::max(rests_since_, active_at_), timeouts.client))
      goAway(CloseReason::idle_timeout);
    return;
  }
  streams_.forEach([now](Exchange& exchange) { exchange.checkTime(now); });
}

}  // namespace switchyard::http2
