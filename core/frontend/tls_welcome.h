// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/loop.h"
#include "core/net/timer.h"
#include "core/tls/tls_context.h"
#include "core/tls/transport.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace switchyard {

/// The TLS handshake with one client, before anybody else sees its connection. Used on the loop only.
class TlsWelcome final : private Loop::Watcher {
 public:
  /// Called once, from within begin() or later, with why it failed if it did; may destroy the welcome.
  using OnEnd = std::function<void(TlsWelcome&, std::optional<Error> failure)>;

  TlsWelcome(Loop& loop, Transport socket, const TlsContext& tls, OnEnd on_end);
  ~TlsWelcome();
  TlsWelcome(const TlsWelcome&) = delete;
  TlsWelcome& operator=(const TlsWelcome&) = delete;

  void begin(std::chrono::milliseconds within);
  /// The connection, once the handshake has ended well.
  Transport takeSocket() { return std::move(socket_); }

 private:
  void onReady(std::uint32_t ready) override;
  void end(std::optional<Error> failure);

  Loop& loop_;
  Transport socket_;
  OnEnd on_end_;
  Timer deadline_;
};

}  // namespace switchyard
