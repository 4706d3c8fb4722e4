// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/upstream.h"

#include "core/http/balancer.h"
#include "core/http/exchange.h"
#include "core/http/upstream_group.h"

#include <sys/epoll.h>

#include <cerrno>

namespace switchyard::http2 {

Upstream::Upstream(Balancer& balancer, UpstreamGroup& group)
    : Connection(balancer, Side::upstream, 0), group_(group) {}

void Upstream::connect(const Endpoint& address, const std::optional<Endpoint>& from) {
  connecting_ = true;
  connecting_since_ = balancer_.loop().now();
  attempt_.emplace(balancer_.loop(), *this, address, from);
}

void Upstream::onReady(std::uint32_t ready) {
  if (connecting_) {
    if (attempt_) {
      const auto outcome = attempt_->outcome(ready);
      if (!outcome) return;
      if (*outcome != 0) return close(CloseReason::connect_failed, *outcome);
      open(attempt_->takeSocket());
      attempt_.reset();
    }
    // It will carry calls of many clients, so it is nobody's but ours; calls name theirs by `option
    // forwardfor`.
    if (group_.sendProxy() > 0 && transport_.tls() == nullptr &&
        !sendProxyHeader(transport_.fd(), group_.sendProxy(), {}))
      return close(CloseReason::connect_failed, errno);
    if (const auto* tls = group_.tls()) return shakeHands(*tls, ready);
    connected();
  }
  Connection::onReady(ready);
}

/// `timeout connect` holds for this, too.
void Upstream::shakeHands(const TlsContext& tls, std::uint32_t ready) {
  if (transport_.tls() == nullptr) transport_.secure(tls.session(transport_.fd()));
  switch (transport_.handshake()) {
    case TlsSession::Handshake::pending:
      return;
    case TlsSession::Handshake::failed:
      balancer_.pool().tellUnusable(group_.server(), transport_.tls()->failure());
      return close(CloseReason::connect_failed, EPROTO);
    case TlsSession::Handshake::done:
      connected();
      return Connection::onReady(ready | EPOLLIN);  // more than the handshake may have been read
  }
}

void Upstream::connected() {
  connecting_ = false;
  rests_since_ = balancer_.loop().now();
  setId(balancer_.nextConnection());
  balancer_.pool().observeConnect(group_.server(), true);
  balancer_.gotConnection();
  tellOpened(group_.server());
  auto& out = out_.bytes();
  out.append(kPreface);
  constexpr std::size_t kSettings = 3;
  putFrameHeader(out, FrameType::settings, 0, 0, kSettings * 6);
  putSetting(out, Setting::enable_push, 0);
  putSetting(out, Setting::initial_window_size, kStreamWindow);
  putSetting(out, Setting::max_header_list_size, kMaxHeaderList);
  putWindowUpdate(out, 0, kConnectionWindow - kDefaultWindow);
  dirty();
  group_.serve();
}

bool Upstream::hasRoom() const {
  return !connecting_ && usable() && streams_.size() < streamLimit() && unsent() < kMostUnsent;
}

void Upstream::start(Exchange& exchange) {
  const auto stream = next_stream_;
  next_stream_ += 2;
  if (next_stream_ >= kGreatestStream) leaving_ = true;  // numbers are used up (RFC 9113 §5.1.1)
  carry(stream, exchange);
  exchange.forwardOn(*this, stream);
}

void Upstream::streamEnded(StreamId stream) {
  forget(stream);
  if (closed() || ending_) return;
  if (streams_.empty()) {
    rests_since_ = balancer_.loop().now();
    if (leaving_) return endGracefully(CloseReason::drained);
  }
  group_.serve();
}

void Upstream::retire() {
  leaving_ = true;
  if (connecting_) return close(CloseReason::drained);
  if (streams_.empty()) endGracefully(CloseReason::drained);
}

void Upstream::onOpening(StreamId, HeadersRef, bool) {
  fail(ErrorCode::protocol_error, "HEADERS for a stream that is not open.");
}

void Upstream::onTooLarge(Exchange& exchange) {
  exchange.answer(GrpcStatus::resource_exhausted,
                  "The answer's metadata is larger than the balancer allows.");
}

void Upstream::onGoAway(StreamId last, ErrorCode) {
  leaving_ = true;
  streams_.forEach([last](Exchange& exchange) {
    if (exchange.streamAt(Side::upstream) > last) exchange.serverGone(Loss::refused, "is going away");
  });
  if (!closed() && streams_.empty()) endGracefully(CloseReason::server_closed);
}

void Upstream::onSettings() {
  group_.serve();
}

void Upstream::onRoom() {
  group_.serve();
}

void Upstream::dropStreams() {
  const auto loss = begun_ ? Loss::died : Loss::not_connected;
  streams_.forEach([loss](Exchange& exchange) { exchange.serverGone(loss, "closed the connection"); });
}

void Upstream::onClosed() {
  attempt_.reset();
  group_.gone(*this);
}

void Upstream::checkTime(std::int64_t now) {
  const auto passed = [now](std::int64_t since, std::chrono::nanoseconds limit) {
    return limit.count() > 0 && now - since > limit.count();
  };
  if (connecting_) {
    if (passed(connecting_since_, balancer_.timeouts().connect))
      close(CloseReason::connect_timeout, ETIMEDOUT);
  } else if (ending_) {
    if (passed(ending_since_, kLingerWithin)) close(ending_for_);
  } else if (streams_.empty() && group_.isSpare(*this) && passed(rests_since_, kSpareFor)) {
    retire();
  }
}

}  // namespace switchyard::http2
