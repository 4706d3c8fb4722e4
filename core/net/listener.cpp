// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/listener.h"

#include "core/system/shortage.h"

#include <sys/socket.h>

#include <cerrno>

namespace switchyard {
namespace {

constexpr int kAcceptsATurn = 8;  // then the open ones have their turn, whoever floods us
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
  watch();
}

Listener::~Listener() {
  loop_.unwatch(socket_.fd(), *this);
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

/// Also when the system cannot watch it for now.
void Listener::watch() {
  watched_ = loop_.watch(socket_.fd(), *this);
  if (!watched_) rest(errno);
}

void Listener::acceptWaiting() {
  bool any = false;
  for (int calls = 0; !paused_; ++calls) {
    if (calls == kAcceptsATurn) return any ? loop_.again(*this) : rest(errno);
    switch (acceptOne()) {
      case Outcome::accepted:
        any = true;
        break;
      case Outcome::nobody:
        return;
      case Outcome::lacking:
        return rest(errno);
      case Outcome::failed:
        break;  // the next may be well
    }
  }
}

Listener::Outcome Listener::acceptOne() {
  sockaddr_storage peer;
  socklen_t length = sizeof peer;
  const int fd =
      accept4(socket_.fd(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK) return Outcome::nobody;
    // Otherwise ECONNABORTED, EINTR and network errors of one connection (accept(2)).
    return isShortage(errno) ? Outcome::lacking : Outcome::failed;
  }
  on_accept_(SocketFd(fd), Endpoint::from(peer));
  return Outcome::accepted;
}

/// The kernel resets whoever is in the queue of a socket that is closed.
void Listener::acceptLast() {
  for (int calls = 0; !paused_ && calls < kBacklog; ++calls) {
    const auto outcome = acceptOne();
    if (outcome == Outcome::nobody || outcome == Outcome::lacking) return;
  }
}

/// Nobody can be accepted: tries again when something may have changed.
void Listener::rest(int error) {
  tell(error);
  retry_.after(kRetry, [this] {
    if (!watched_) watch();
    if (watched_) acceptWaiting();
  });
}

/// Once a minute at most.
void Listener::tell(int error) {
  if (told_at_ != 0 && loop_.now() - told_at_ < kTellAgain.count()) return;
  told_at_ = loop_.now();
  const auto lack = shortage(error);
  on_problem_({"New connections on " + address().text() + " wait: " + lack.what + ".",
               lack.remedy + " Or set maxconn below what there is. Open connections go on."});
}

}  // namespace switchyard
