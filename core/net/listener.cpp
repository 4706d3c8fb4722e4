// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/listener.h"

#include <sys/socket.h>

#include <cerrno>

namespace switchyard {
namespace {

constexpr int kAcceptsATurn = 64;
constexpr std::chrono::milliseconds kRetry{100};
constexpr std::chrono::nanoseconds kTellAgain = std::chrono::minutes(1);

}  // namespace

Listener::Listener(Loop& loop, SocketFd socket, OnAccept on_accept, OnProblem on_problem)
    : loop_(loop),
      socket_(std::move(socket)),
      on_accept_(std::move(on_accept)),
      on_problem_(std::move(on_problem)),
      retry_(loop) {
  sendAtOnce(socket_.fd());
  loop_.watch(socket_.fd(), *this);
}

Listener::~Listener() {
  if (socket_.isOpen()) loop_.unwatch(socket_.fd(), *this);
}

SocketFd Listener::takeSocket() {
  loop_.unwatch(socket_.fd(), *this);
  return std::move(socket_);
}

void Listener::resume() {
  if (!paused_) return;
  paused_ = false;
  loop_.again(*this);
}

void Listener::onReady(std::uint32_t) {
  acceptWaiting();
}

void Listener::acceptWaiting() {
  for (int accepted = 0; !paused_; ++accepted) {
    if (accepted == kAcceptsATurn) return loop_.again(*this);
    sockaddr_storage peer;
    socklen_t length = sizeof peer;
    const int fd =
        accept4(socket_.fd(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      on_accept_(SocketFd(fd), Endpoint::from(peer));
      continue;
    }
    if (meansNoDescriptorLeft(errno)) return noDescriptorLeft();
    if (errno == EAGAIN || errno == EWOULDBLOCK) return;
    // ECONNABORTED, EINTR and network errors of one connection (accept(2)): the next may be well.
  }
}

void Listener::noDescriptorLeft() {
  if (told_at_ == 0 || loop_.now() - told_at_ > kTellAgain.count()) {
    told_at_ = loop_.now();
    on_problem_({"No file descriptor is left for a new connection on " + address().text() + "; it waits.",
                 "Raise the limit (ulimit -n) or set maxconn below it. Open connections go on."});
  }
  retry_.after(kRetry, [this] { acceptWaiting(); });
}

}  // namespace switchyard
