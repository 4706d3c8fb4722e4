// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/connecting.h"

#include <sys/epoll.h>

#include <cerrno>

namespace switchyard {

Connecting::Connecting(Loop& loop, Loop::Watcher& watcher, const Endpoint& address,
                       const std::optional<Endpoint>& from)
    : loop_(loop), watcher_(watcher), socket_(beginConnect(address, from)) {
  if (socket_.isOpen() && loop_.watch(socket_.fd(), watcher_)) return;
  refused_ = errno;
  socket_.close();
  loop_.again(watcher_);
}

Connecting::~Connecting() {
  if (socket_.isOpen() || refused_ != 0) loop_.unwatch(socket_.fd(), watcher_);
}

std::optional<int> Connecting::outcome(std::uint32_t ready) const {
  if (refused_ != 0) return refused_;
  if ((ready & (EPOLLERR | EPOLLHUP)) != 0)
    if (const int error = socket_.error(); error != 0) return error;
  if ((ready & EPOLLOUT) == 0) return std::nullopt;
  return 0;
}

}  // namespace switchyard
