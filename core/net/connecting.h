// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/loop.h"
#include "core/net/socket.h"

#include <cstdint>
#include <optional>

namespace switchyard {

/// An attempt to connect. However it ends, even when the system refuses at once, that is told in a later turn
/// of the loop: `watcher` is called and asks outcome(). So whoever answers a failure by another attempt
/// cannot run into it again before others have had their turn. Used on the loop only.
class Connecting {
 public:
  /// Begins. `watcher` must outlive this. @param from as of beginConnect()
  Connecting(Loop& loop, Loop::Watcher& watcher, const Endpoint& address,
             const std::optional<Endpoint>& from);
  ~Connecting();
  Connecting(const Connecting&) = delete;
  Connecting& operator=(const Connecting&) = delete;

  /// What onReady(ready) means: nothing yet; 0, it is connected; or errno, it has failed.
  std::optional<int> outcome(std::uint32_t ready) const;
  /// The connection, which the loop goes on watching. The next thing is to destroy this.
  SocketFd takeSocket() { return std::move(socket_); }

 private:
  Loop& loop_;
  Loop::Watcher& watcher_;
  SocketFd socket_;
  int refused_ = 0;  ///< errno of an attempt that could not begin
};

}  // namespace switchyard
