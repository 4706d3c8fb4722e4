// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/connection.h"

#include "core/http/balancer.h"
#include "core/http/exchange.h"

#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace switchyard::http2 {
namespace {

constexpr int kReadsATurn = 4;                 // then others have their turn
constexpr std::size_t kWorthReferring = 4096;  // a payload below it is cheaper to copy
constexpr std::uint32_t kReadable = EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR;
constexpr std::uint32_t kHungUp = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

}  // namespace

Connection::Connection(Balancer& balancer, Side side, ConnectionId id)
    : balancer_(balancer),
      out_(balancer.buffers(), transport_),
      decoder_(balancer.headerStore()),
      peer_max_streams_(kStreamsUntilTold),
      side_(side),
      id_(id) {}

Connection::~Connection() {
  if (dirty_) balancer_.loop().cancel(*this);
  if (traffic_moved_) balancer_.forgetTraffic(*this);
}

void Connection::open(Transport transport) {
  transport_ = std::move(transport);
  active_at_ = balancer_.loop().now();
}

void Connection::tellOpened(NodeId server) {
  opened_ = true;
  auto& loop = balancer_.loop();
  if (!loop.traced()) return;
  local_ = transport_.local();
  remote_ = transport_.remote();
  Event opened(loop.now(), Kind::connection_opened, Witness::balancer, balancer_.id());
  opened.opened = {.connection = id_, .side = side_, .server = server, .local = local_, .remote = remote_};
  loop.emit(opened);
}

void Connection::tellTraffic() {
  traffic_moved_ = false;
  auto& loop = balancer_.loop();
  if (!loop.traced() || !opened_) return;
  Event traffic(loop.now(), Kind::connection_traffic, Witness::balancer, balancer_.id());
  traffic.traffic = {.connection = id_, .received = received_, .sent = out_.sent()};
  loop.emit(traffic);
  tellHttp2();
}

void Connection::tellHttp2() {
  counted_.connection = id_;
  counted_.stream_limit = peer_max_streams_;
  counted_.streams = static_cast<std::uint32_t>(streams_.size());
  if (counted_ == told_) return;
  told_ = counted_;
  Event event(balancer_.loop().now(), Kind::http2_counted, Witness::balancer, balancer_.id());
  event.http2 = counted_;
  balancer_.loop().emit(event);
}

void Connection::onReady(std::uint32_t ready) {
  if ((ready & kHungUp) != 0) hung_up_ = true;
  if ((ready & EPOLLOUT) != 0) {
    out_.becameWritable();
    if (!out_.empty()) dirty();
  }
  if (ready == 0 || (ready & kReadable) != 0 || transport_.readsWhenWritable()) read();
}

void Connection::read() {
  for (int reads = 0; !closed_; ++reads) {
    if (reads == kReadsATurn) return balancer_.loop().again(*this);
    ReceiveBuffer::Reading reading(balancer_.received());
    const auto before = partial_.size();
    std::memcpy(reading.room().data(), partial_.data(), before);
    const auto into = reading.room().subspan(before);
    const auto got = transport_.read(into);
    if (got < 0) {
      if (errno != EAGAIN && errno != EWOULDBLOCK) lost(errno);
      return;
    }
    if (got == 0)
      return close(ending_                     ? ending_for_
                   : side_ == Side::downstream ? CloseReason::client_closed
                                               : CloseReason::server_closed);
    received_ += static_cast<std::size_t>(got);
    active_at_ = balancer_.loop().now();
    if (!std::exchange(traffic_moved_, true)) balancer_.trafficMoved(*this);
    const auto bytes = reading.filled(before + static_cast<std::size_t>(got));
    const auto used = ending_ ? drop(bytes.size()) : parse(bytes);
    onParsed();
    const auto rest = bytes.substr(std::min(used, bytes.size()));
    if (rest.empty()) {
      if (before > 0) balancer_.buffers().give(std::exchange(partial_, {}));
    } else {
      if (before == 0) partial_ = balancer_.buffers().take();
      partial_.assign(rest);
    }
    if (static_cast<std::size_t>(got) < into.size() && !hung_up_ && !transport_.endFollows()) return;
  }
}

/// What comes after our last words, so many bytes; not for ever.
std::size_t Connection::drop(std::size_t bytes) {
  dropped_ += bytes;
  if (dropped_ <= kMostDropped) return bytes;
  flush();
  close(ending_for_);
  return bytes;
}

/// Handles all complete frames in place; returns how many bytes they were.
std::size_t Connection::parse(std::string_view bytes) {
  std::size_t used = 0;
  if (!saw_preface_) {
    const auto compared = std::min(bytes.size(), kPreface.size());
    if (bytes.substr(0, compared) != kPreface.substr(0, compared)) {
      fail(ErrorCode::protocol_error, "This is no HTTP/2 with prior knowledge.");
      return bytes.size();
    }
    if (compared < kPreface.size()) return 0;
    saw_preface_ = true;
    used = kPreface.size();
  }
  while (!ending_ && !closed_ && bytes.size() - used >= kFrameHeaderSize) {
    const auto rest = bytes.substr(used);
    const auto size = payloadSize(rest);
    if (size > kMaxFrameSize) {
      fail(ErrorCode::frame_size_error, "A frame is larger than SETTINGS_MAX_FRAME_SIZE.");
      break;
    }
    if (rest.size() < kFrameHeaderSize + size) return used;
    used += kFrameHeaderSize + size;
    onFrame(readFrame(rest));
  }
  return ending_ || closed_ ? bytes.size() : used;
}

bool Connection::spend(Budget& budget, std::int64_t cost) {
  if (budget.spend(balancer_.loop().now(), cost)) return true;
  fail(ErrorCode::enhance_your_calm, "Too many frames that carry no call forward.");
  return false;
}

void Connection::sendHeaders(StreamId stream, const HeadersRef& list, std::string_view suffix, bool end) {
  const auto block = encoder_.encode(list);
  if (suffix.empty()) {
    putHeaders(out_.bytes(), stream, block, end);
  } else {
    putHeaders(out_.bytes(), stream, std::string(block).append(suffix), end);
  }
  dirty();
}

void Connection::sendData(StreamId stream, std::string_view bytes, bool end) {
  send_window_ -= static_cast<std::int64_t>(bytes.size());
  idle_frames_.earn(bytes.size() >= kLittleData || end ? kUsefulData : 1);
  putFrameHeader(out_.bytes(), FrameType::data, end ? kEndStream : 0, stream, bytes.size());
  const bool by_reference = bytes.size() >= kWorthReferring && out_.writable();
  if (const auto loan = by_reference ? balancer_.received().lend(bytes) : std::nullopt)
    out_.refer(*loan);
  else
    out_.bytes().append(bytes);
  dirty();
}

void Connection::sendReset(StreamId stream, ErrorCode code) {
  if (ending_) return;
  ++counted_.resets_sent;
  putReset(out_.bytes(), stream, code);
  dirty();
}

void Connection::sendWindowUpdate(StreamId stream, std::int64_t increment) {
  if (ending_) return;
  putWindowUpdate(out_.bytes(), stream, static_cast<std::uint32_t>(increment));
  dirty();
}

std::size_t Connection::room(std::int64_t window) const {
  const auto unsent = out_.size();
  if (unsent >= kMostUnsent) return 0;
  const auto allowed = std::min(window, send_window_);
  return allowed <= 0 ? 0 : static_cast<std::size_t>(allowed);
}

void Connection::awaitRoom(Exchange& exchange) {
  ++counted_.stalls;
  awaiting_room_.push_back(&exchange);
}

void Connection::stopAwaiting(Exchange& exchange) {
  std::erase(awaiting_room_, &exchange);
}

/// Each in turn; whoever finds too little room waits again, behind the others.
void Connection::pushAwaiting() {
  if (awaiting_room_.empty()) return;
  for (auto* exchange : std::exchange(awaiting_room_, {}))
    if (exchange->awaitsRoomOf(*this)) exchange->roomAt(side_);  // else one before it has ended it
}

void Connection::carry(StreamId stream, Exchange& exchange) {
  streams_.add(stream, exchange);
  idle_frames_.earn(kUsefulCall);
  counted_.most_streams = std::max(counted_.most_streams, static_cast<std::uint32_t>(streams_.size()));
}

void Connection::forget(StreamId stream) {
  streams_.erase(stream);
}

void Connection::dirty() {
  if (std::exchange(dirty_, true)) return;
  balancer_.loop().defer(*this);
}

void Connection::onTurnEnd() {
  dirty_ = false;
  flush();
}

void Connection::flush() {
  if (closed_) return;
  const auto result = out_.send();
  if (!std::exchange(traffic_moved_, true)) balancer_.trafficMoved(*this);
  if (result == Outbox::Sent::failed) return lost(errno);
  if (!out_.empty()) {
    if (out_.size() > kMostUnread + kMostUnsent) close(CloseReason::limit);
    return;
  }
  if (ending_ && !std::exchange(shut_, true)) return transport_.endWriting();
  pushAwaiting();
  onRoom();
}

void Connection::fail(ErrorCode code, std::string_view why) {
  if (ending_ || closed_) return;
  counted_.goaway_sent = 1;
  putGoAway(out_.bytes(), lastPeerStream(), code, why);
  ending_ = true;
  ending_for_ = code == ErrorCode::enhance_your_calm ? CloseReason::limit : CloseReason::error;
  ending_since_ = balancer_.loop().now();
  dirty();
  dropStreams();
}

void Connection::endGracefully(CloseReason reason) {
  if (ending_ || closed_) return;
  counted_.goaway_sent = 1;
  putGoAway(out_.bytes(), lastPeerStream(), ErrorCode::no_error, {});
  ending_ = true;
  ending_for_ = reason;
  ending_since_ = balancer_.loop().now();
  dirty();
}

void Connection::lost(int error) {
  close(ending_                                 ? ending_for_
        : error == ECONNRESET || error == EPIPE ? CloseReason::reset
                                                : CloseReason::error,
        error);
}

void Connection::close(CloseReason reason, int error) {
  if (std::exchange(closed_, true)) return;
  error_ = error;
  auto& loop = balancer_.loop();
  if (transport_.isOpen()) {
    loop.unwatch(transport_.fd(), *this);
    // A message that was cut must not look like one that ended: then the peer sees a reset.
    streams_.empty() && out_.empty() ? transport_.close() : transport_.reset();
  }
  out_.clear();
  if (opened_ && loop.traced()) {
    tellHttp2();
    Event closed(loop.now(), Kind::connection_closed, Witness::balancer, balancer_.id());
    closed.closed = {
        .connection = id_, .reason = reason, .error = error, .received = received_, .sent = out_.sent()};
    loop.emit(closed);
  }
  dropStreams();
  onClosed();
}

}  // namespace switchyard::http2
