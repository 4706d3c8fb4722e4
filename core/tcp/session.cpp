// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tcp/session.h"

#include "core/system/shortage.h"
#include "core/tcp/balancer.h"

#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>

namespace switchyard::tcp {
namespace {

constexpr int kReadsATurn = 8;  // then others have their turn
constexpr std::uint32_t kReadable = EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR;
constexpr std::uint32_t kHungUp = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
constexpr std::uint32_t kWritable = EPOLLOUT | EPOLLHUP | EPOLLERR;

bool wouldBlock() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

}  // namespace

Session::Session(Balancer& balancer, Accepted client, ConnectionId id)
    : balancer_(balancer), from_(client.from) {
  down_.socket = std::move(client.socket);
  down_.readable = down_.socket.tls() != nullptr;  // more than the handshake may have been read
  down_.id = id;
  down_.active_at = balancer_.loop_.now();
  if (balancer_.loop_.traced()) {
    down_.local = down_.socket.local();
    down_.remote = down_.socket.remote();
  }
  tellOpened(down_, Side::downstream);
}

Session::~Session() {
  for (auto* end : {&down_, &up_})
    if (end->socket.isOpen()) balancer_.loop_.unwatch(end->socket.fd(), *end);
  if (waiting_) std::erase(balancer_.queue_, this);
  if (moved_place > 0) balancer_.moved_[moved_place - 1] = nullptr;
}

void Session::begin() {
  if (!balancer_.loop_.watch(down_.socket.fd(), down_)) return end(CloseReason::error, errno);
  pick();
}

void Session::pick() {
  waiting_ = false;
  const auto choice = balancer_.pool_.pick(
      {.request = {.client = from_.client, .key = {}}, .tried = tried_.all(), .connection = down_.id});
  switch (choice.outcome) {
    case ServerPool::Outcome::picked:
      server_ = choice.server->id;
      return connect(choice.server->line);
    case ServerPool::Outcome::all_full:
      return waitInQueue();
    case ServerPool::Outcome::nobody:
      if (tried_.lacking()) {
        waitInQueue();
        return balancer_.starve();
      }
      return end(tried_.failures() == 0 ? CloseReason::no_server : CloseReason::connect_failed);
  }
}

void Session::waitInQueue() {
  waiting_ = true;
  if (waiting_since_ == 0) waiting_since_ = balancer_.loop_.now();
  tried_.forgetLack();
  balancer_.queue_.push_back(this);
}

void Session::connect(const config::ServerLine& server) {
  send_proxy_ = server.send_proxy;
  tls_ = server.tls.context;
  source_ = server.source.client ? std::optional(from_.client) : server.source.address;
  connecting_since_ = balancer_.loop_.now();
  attempt_.emplace(balancer_.loop_, up_, server.address, source_);
}

/// The next server's turn; this one is not to blame for what we lack ourselves.
void Session::connectFailed(int error) {
  attempt_.reset();
  if (up_.socket.isOpen()) balancer_.loop_.unwatch(up_.socket.fd(), up_);
  up_.socket = {};
  up_.readable = up_.writable = up_.hung_up = false;
  connecting_since_ = 0;
  const bool ours = isShortage(error);
  ours ? tried_.lacked(server_) : tried_.failed(server_);
  if (!ours) waiting_since_ = 0;
  balancer_.pool_.connectFailed(server_, error, source_);
  balancer_.pool_.release(std::exchange(server_, NodeId{0}));
  if (tried_.failures() > balancer_.retries_) return end(CloseReason::connect_failed);
  pick();
}

/// HAProxy 2.6 manual §5.2 "send-proxy".
bool Session::introduceClient() {
  if (from_.destination.port == 0) from_.destination = down_.socket.local();
  return sendProxyHeader(up_.socket.fd(), send_proxy_, from_);
}

void Session::connected() {
  connecting_since_ = 0;
  joined_ = true;
  up_.id = balancer_.nextConnection();
  up_.active_at = balancer_.loop_.now();
  if (balancer_.loop_.traced()) {
    up_.local = up_.socket.local();
    up_.remote = up_.socket.remote();
  }
  balancer_.pool_.observeConnect(server_, true);
  balancer_.gotConnection();
  tellOpened(up_, Side::upstream);
  Event joined(balancer_.loop_.now(), Kind::connection_joined, Witness::balancer, balancer_.id_);
  joined.joined = {.downstream = down_.id, .upstream = up_.id, .server = server_};
  balancer_.loop_.emit(joined);
}

void Session::onReady(End& end, std::uint32_t ready) {
  if (ready & kReadable) end.readable = true;
  if (ready & kWritable) end.writable = true;
  if (ready & kHungUp) end.hung_up = true;
  if (!joined_) {
    if (&end == &down_) {
      if (ready & (EPOLLHUP | EPOLLERR)) this->end(CloseReason::client_closed);
      return;  // what it sent waits in the kernel until there is a server to send it to
    }
    if (!progress(ready)) return;
    connected();
  }
  if (end.socket.readsWhenWritable()) end.readable = true;
  relay();
}

/// True when the server can be spoken to.
bool Session::progress(std::uint32_t ready) {
  if (attempt_) {
    const auto outcome = attempt_->outcome(ready);
    if (!outcome) return false;
    if (*outcome != 0) return connectFailed(*outcome), false;
    up_.socket = attempt_->takeSocket();
    attempt_.reset();
  }
  if (send_proxy_ > 0 && up_.socket.tls() == nullptr && !introduceClient())
    return connectFailed(errno), false;
  if (!tls_) return true;
  switch (shakeHands()) {
    case TlsSession::Handshake::pending:
      return false;
    case TlsSession::Handshake::failed:
      return connectFailed(EPROTO), false;
    case TlsSession::Handshake::done:
      break;
  }
  up_.readable = true;  // more than the handshake may have been read
  return true;
}

/// With the server; `timeout connect` holds for this, too.
TlsSession::Handshake Session::shakeHands() {
  if (up_.socket.tls() == nullptr) up_.socket.secure(tls_->session(up_.socket.fd()));
  const auto handshake = up_.socket.handshake();
  if (handshake == TlsSession::Handshake::failed)
    balancer_.pool_.tellUnusable(server_, up_.socket.tls()->failure());
  return handshake;
}

void Session::relay() {
  if (!flush(down_)) return failed();
  if (!flush(up_)) return failed();
  bool more = false;
  for (auto [from, to] : {std::pair{&down_, &up_}, std::pair{&up_, &down_}}) {
    switch (move(*from, *to)) {
      case Moved::all:
        break;
      case Moved::some:
        more = true;
        break;
      case Moved::failed:
        return;
    }
  }
  if (down_.shut && up_.shut)
    return end(ended_first_ == &up_ ? CloseReason::server_closed : CloseReason::client_closed);
  if (more) balancer_.loop_.again(down_);
}

Session::Moved Session::move(End& from, End& to) {
  for (int reads = 0; from.readable && !from.ended && to.unsent.empty(); ++reads) {
    if (reads == kReadsATurn) return Moved::some;
    ReceiveBuffer::Reading reading(balancer_.received());
    const auto got = from.socket.read(reading.room());
    if (got < 0) {
      from.readable = false;
      if (wouldBlock()) break;
      failed();
      return Moved::failed;
    }
    if (got == 0) {
      from.ended = true;
      if (ended_first_ == nullptr) ended_first_ = &from;
      break;
    }
    const auto size = static_cast<std::size_t>(got);
    from.received += size;
    from.active_at = balancer_.loop_.now();
    const auto bytes = reading.filled(size);
    if (&from == &down_ && balancer_.loop_.traced()) counter_.see(bytes);
    if (!send(to, bytes.data(), size)) {
      failed();
      return Moved::failed;
    }
    balancer_.trafficMoved(*this);
    // A short read has emptied the socket: what comes later is a new edge, except an end that came before
    // this one.
    if (size < reading.room().size() && !from.hung_up && !from.socket.endFollows()) from.readable = false;
  }
  if (from.ended && to.unsent.empty() && !to.shut) {
    const bool last = from.shut && to.ended && to.socket.tls() == nullptr;  // close() will tell the peer
    if (!last) to.socket.endWriting();
    to.shut = true;
  }
  return Moved::all;
}

bool Session::send(End& to, const char* bytes, std::size_t size) {
  const auto sent = to.socket.write({bytes, size});
  if (sent < 0 && !wouldBlock()) return false;
  const auto done = sent < 0 ? 0 : static_cast<std::size_t>(sent);
  to.sent += done;
  if (done > 0) to.active_at = balancer_.loop_.now();
  if (done < size) {
    to.unsent.append(bytes + done, size - done);
    to.writable = false;
  }
  return true;
}

bool Session::flush(End& to) {
  if (to.unsent.empty() || !to.writable) return true;
  auto waiting = std::move(to.unsent);
  to.unsent.clear();
  return send(to, waiting.data(), waiting.size());
}

void Session::failed() {
  const int error = errno;
  end(error == ECONNRESET || error == EPIPE ? CloseReason::reset : CloseReason::error, error);
}

void Session::checkTime(std::int64_t now) {
  const auto passed = [now](std::int64_t since, config::Milliseconds limit) {
    return limit.count() > 0 && now - since > std::chrono::nanoseconds(limit).count();
  };
  const auto& timeouts = balancer_.timeouts_;
  if (waiting_) {
    // HAProxy 2.6 manual §4.2 "timeout queue": when unspecified, the same value as the connection timeout.
    if (passed(waiting_since_, timeouts.queue_line > 0 ? timeouts.queue : timeouts.connect))
      end(CloseReason::connect_timeout);
    return;
  }
  if (connecting_since_ != 0) {
    if (passed(connecting_since_, timeouts.connect)) connectFailed(ETIMEDOUT);
    return;
  }
  if (passed(down_.active_at, balancer_.timeouts_.client) ||
      (joined_ && passed(up_.active_at, balancer_.timeouts_.server)))
    end(CloseReason::idle_timeout);
}

void Session::end(CloseReason reason, int error) {
  attempt_.reset();
  tellTraffic();
  if (joined_) tellClosed(up_, reason, error);
  tellClosed(down_, reason, error);
  for (auto* side : {&down_, &up_}) {
    if (!side->socket.isOpen()) continue;
    balancer_.loop_.unwatch(side->socket.fd(), *side);
    // A message that was cut must not look like one that ended: the other side sees a reset.
    side->shut ? side->socket.close() : side->socket.reset();
  }
  if (server_ != 0) balancer_.pool_.release(std::exchange(server_, NodeId{0}));
  balancer_.sessionEnded(*this);
}

void Session::tellOpened(const End& end, Side side) {
  Event opened(balancer_.loop_.now(), Kind::connection_opened, Witness::balancer, balancer_.id_);
  opened.opened = {
      .connection = end.id, .side = side, .server = server_, .local = end.local, .remote = end.remote};
  balancer_.loop_.emit(opened);
}

void Session::tellClosed(const End& end, CloseReason reason, int error) {
  Event closed(balancer_.loop_.now(), Kind::connection_closed, Witness::balancer, balancer_.id_);
  closed.closed = {
      .connection = end.id, .reason = reason, .error = error, .received = end.received, .sent = end.sent};
  balancer_.loop_.emit(closed);
}

void Session::tellTraffic() {
  if (!balancer_.loop_.traced()) return;
  if (counter_.streams() != streams_told_) {
    streams_told_ = counter_.streams();
    Event streams(balancer_.loop_.now(), Kind::streams_forwarded, Witness::balancer, balancer_.id_);
    streams.count = {.connection = down_.id, .value = streams_told_};
    balancer_.loop_.emit(streams);
  }
  for (const auto* end : {&down_, &up_}) {
    if (end->id == 0) continue;
    Event traffic(balancer_.loop_.now(), Kind::connection_traffic, Witness::balancer, balancer_.id_);
    traffic.traffic = {.connection = end->id, .received = end->received, .sent = end->sent};
    balancer_.loop_.emit(traffic);
  }
}

}  // namespace switchyard::tcp
