// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/loop.h"
#include "core/net/socket.h"
#include "core/net/timer.h"

#include <functional>
#include <memory>
#include <vector>

namespace switchyard {

/// Accepts connections on one address. When it cannot (no file descriptor is left, …) it says so, once a
/// minute at most, leaves new connections in the kernel's queue and tries again ten times a second: what is
/// open goes on.
class Listener final : public Loop::Watcher {
 public:
  using OnAccept = std::function<void(SocketFd, const Endpoint& client)>;
  using OnProblem = std::function<void(const Error&)>;

  Listener(Loop& loop, SocketFd socket, OnAccept on_accept, OnProblem on_problem);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// While paused, new connections wait in the kernel's queue (HAProxy's behaviour at maxconn).
  void pause() { paused_ = true; }
  void resume();
  Endpoint address() const { return socket_.local(); }
  const SocketFd& socket() const { return socket_; }
  /// Stops accepting and gives the socket away, which goes on listening. The next thing is to destroy this.
  SocketFd takeSocket();
  /// Accepts all who wait, unless it is paused. The next thing is to destroy this.
  void acceptLast();

 private:
  enum class Outcome : std::uint8_t { accepted, nobody, lacking, failed };

  void onReady(std::uint32_t ready) override;
  void acceptWaiting();
  Outcome acceptOne();
  void watch();
  void rest(int error);
  void tell(int error);

  Loop& loop_;
  SocketFd socket_;
  OnAccept on_accept_;
  OnProblem on_problem_;
  Timer retry_;
  bool watched_ = false;
  bool paused_ = false;
  std::int64_t told_at_ = 0;  ///< that it cannot accept; 0: never
};

}  // namespace switchyard
