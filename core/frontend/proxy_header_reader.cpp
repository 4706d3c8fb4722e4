// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/frontend/proxy_header_reader.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace switchyard {

ProxyHeaderReader::ProxyHeaderReader(Loop& loop, SocketFd socket, OnEnd on_end)
    : loop_(loop), socket_(std::move(socket)), on_end_(std::move(on_end)), timer_(loop) {}

ProxyHeaderReader::~ProxyHeaderReader() {
  if (watched_) loop_.unwatch(socket_.fd(), *this);
}

void ProxyHeaderReader::begin(std::chrono::milliseconds within) {
  watched_ = loop_.watch(socket_.fd(), *this);
  if (!watched_) return end(Outcome::closed);
  timer_.after(within, [this] { end(Outcome::too_late); });
}

void ProxyHeaderReader::onReady(std::uint32_t ready) {
  auto outcome = left_ == 0 ? look() : std::nullopt;
  if (!outcome && left_ > 0) outcome = take();
  if (!outcome && (ready & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) outcome = Outcome::closed;
  if (outcome) end(*outcome);
}

/// Without taking, so that what follows the header stays where its reader will look for it.
std::optional<ProxyHeaderReader::Outcome> ProxyHeaderReader::look() {
  std::array<char, kProxyHeaderHead> bytes;
  const auto there = uninterrupted([&] { return recv(socket_.fd(), bytes.data(), bytes.size(), MSG_PEEK); });
  if (there < 0 && errno == EAGAIN) return std::nullopt;
  if (there <= 0) return Outcome::closed;
  const auto header = readProxyHeader({bytes.data(), static_cast<std::size_t>(there)});
  switch (header.outcome) {
    case ProxyHeader::Outcome::absent:
      return Outcome::absent;
    case ProxyHeader::Outcome::broken:
      return Outcome::broken;
    case ProxyHeader::Outcome::incomplete:
      break;
    case ProxyHeader::Outcome::complete:
      from_ = header.from;
      left_ = header.size;
  }
  return std::nullopt;
}

/// The header's extensions may come later than its addresses.
std::optional<ProxyHeaderReader::Outcome> ProxyHeaderReader::take() {
  std::array<char, 4096> bytes;
  while (left_ > 0) {
    const auto taken = recv(socket_.fd(), bytes.data(), std::min(left_, bytes.size()), 0);
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0 && errno == EAGAIN) return std::nullopt;
    if (taken <= 0) return Outcome::closed;
    left_ -= static_cast<std::size_t>(taken);
  }
  return Outcome::complete;
}

void ProxyHeaderReader::end(Outcome outcome) {
  timer_.cancel();
  if (std::exchange(watched_, false)) loop_.unwatch(socket_.fd(), *this);
  on_end_(*this, outcome);
}

}  // namespace switchyard
