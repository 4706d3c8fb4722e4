// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/proxy_header_reader.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace switchyard {

ProxyHeaderReader::ProxyHeaderReader(Loop& loop, SocketFd socket, OnEnd on_end)
    : loop_(loop), socket_(std::move(socket)), on_end_(std::move(on_end)), timer_(loop.io()) {}

ProxyHeaderReader::~ProxyHeaderReader() {
  if (watched_) loop_.unwatch(socket_.fd(), *this);
}

void ProxyHeaderReader::begin(std::chrono::milliseconds within) {
  watched_ = loop_.watch(socket_.fd(), *this);
  if (!watched_) return end(Outcome::closed);
  timer_.expires_after(within);
  timer_.async_wait([this, alive = std::weak_ptr(alive_)](std::error_code cancelled) {
    if (!cancelled && !alive.expired()) end(Outcome::too_late);
  });
}

/// Looks without taking, so that what follows the header stays where its reader will look for it.
void ProxyHeaderReader::onReady(std::uint32_t ready) {
  std::array<char, kLongestProxyHeader> bytes;
  const auto there = recv(socket_.fd(), bytes.data(), bytes.size(), MSG_PEEK);
  if (there < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (there <= 0) return end(Outcome::closed);
  const auto header = readProxyHeader({bytes.data(), static_cast<std::size_t>(there)});
  if (header.outcome == ProxyHeader::Outcome::broken) return end(Outcome::broken);
  if (header.outcome == ProxyHeader::Outcome::incomplete) {
    if ((ready & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) end(Outcome::closed);
    return;
  }
  from_ = header.from;
  recv(socket_.fd(), bytes.data(), header.size, 0);
  end(Outcome::complete);
}

void ProxyHeaderReader::end(Outcome outcome) {
  timer_.cancel();
  if (std::exchange(watched_, false)) loop_.unwatch(socket_.fd(), *this);
  on_end_(*this, outcome);
}

}  // namespace switchyard
