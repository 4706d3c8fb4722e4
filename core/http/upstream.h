// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/connection.h"
#include "core/net/connecting.h"
#include "core/tls/tls_context.h"

#include <optional>

namespace switchyard::http2 {

class UpstreamGroup;

/// A connection to a server: we are its client. Carries calls of any client.
class Upstream final : public Connection {
 public:
  Upstream(Balancer& balancer, UpstreamGroup& group);

  /// Begins to connect; how it ends comes in a later turn of the loop.
  void connect(const Endpoint& address, const std::optional<Endpoint>& from);
  bool connecting() const { return connecting_; }
  /// Neither it nor the server has said goodbye: calls may start here, now or later.
  bool usable() const { return !leaving_ && !ending_ && !closed(); }
  int error() const { return error_; }
  /// Why TLS could not be agreed on; empty when that was not it.
  std::string tlsFailure() const {
    return transport_.tls() ? transport_.tls()->failure().what : std::string();
  }
  /// Whether one more call may start here now.
  bool hasRoom() const;
  /// Streams that the server allows.
  std::uint32_t streamLimit() const { return std::min(peer_max_streams_, kMostUpstreamStreams); }
  void start(Exchange& exchange);
  void streamEnded(StreamId stream);
  /// No new calls; ends when those that it carries have ended.
  void retire();
  void checkTime(std::int64_t now);

 private:
  void onReady(std::uint32_t ready) override;
  bool isIdle(StreamId stream) const override { return stream >= next_stream_ || stream % 2 == 0; }
  void onOpening(StreamId stream, HeadersRef list, bool end) override;
  void onTooLarge(Exchange& exchange) override;
  ErrorCode reopeningError(StreamId) const override { return ErrorCode::stream_closed; }
  void onReset() override {}
  void onGoAway(StreamId last, ErrorCode code) override;
  void onSettings() override;
  void onRoom() override;
  void dropStreams() override;
  void onClosed() override;
  StreamId lastPeerStream() const override { return 0; }

  void shakeHands(const TlsContext& tls, std::uint32_t ready);
  void connected();

  UpstreamGroup& group_;
  StreamId next_stream_ = 1;
  std::optional<Connecting> attempt_;  ///< then comes TLS, if need be
  bool connecting_ = false;
  bool leaving_ = false;
  std::int64_t connecting_since_ = 0;
  std::int64_t rests_since_ = 0;
};

}  // namespace switchyard::http2
