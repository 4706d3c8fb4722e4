// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/loop.h"
#include "core/net/proxy_header.h"
#include "core/net/socket.h"
#include "core/net/timer.h"

#include <chrono>
#include <functional>
#include <memory>

namespace switchyard {

/// An accepted connection whose PROXY header has not come yet. Takes the header, however long it is, keeps of
/// it whom it names, and takes no byte that follows it. Used on the loop only.
class ProxyHeaderReader final : private Loop::Watcher {
 public:
  enum class Outcome : std::uint8_t { complete, absent, broken, too_late, closed };
  /// Called once; the reader may be destroyed by it.
  using OnEnd = std::function<void(ProxyHeaderReader&, Outcome)>;

  ProxyHeaderReader(Loop& loop, SocketFd socket, OnEnd on_end);
  ~ProxyHeaderReader();
  ProxyHeaderReader(const ProxyHeaderReader&) = delete;
  ProxyHeaderReader& operator=(const ProxyHeaderReader&) = delete;

  void begin(std::chrono::milliseconds within);
  SocketFd takeSocket() { return std::move(socket_); }
  const std::optional<ProxiedFrom>& from() const { return from_; }

 private:
  void onReady(std::uint32_t ready) override;
  std::optional<Outcome> look();
  std::optional<Outcome> take();
  void end(Outcome outcome);

  Loop& loop_;
  SocketFd socket_;
  OnEnd on_end_;
  Timer timer_;
  bool watched_ = false;
  std::size_t left_ = 0;  ///< bytes of an understood header that have not been taken
  std::optional<ProxiedFrom> from_;
};

}  // namespace switchyard
