// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frontend/frontend_listeners.h"
#include "core/http/connection.h"

#include <string>

namespace switchyard::http2 {

/// A client's connection: we are its server.
class Downstream final : public Connection {
 public:
  Downstream(Balancer& balancer, Accepted client, ConnectionId id);

  void begin();
  /// Says GOAWAY in two steps (RFC 9113 §6.8), so that no call is lost; ends when its calls have ended.
  void goAway(CloseReason reason);
  /// One of its calls has ended. `answered`: with a whole answer, so that resets may be forgiven.
  void callEnded(bool answered);
  /// It broke the rules of a stream, which counts like a reset by itself.
  void misbehaved() { spend(resets_); }
  void checkTime(std::int64_t now);
  const Endpoint& client() const { return client_; }
  /// Fields for each of its requests, encoded: who is calling. Empty when servers are not told.
  const std::string& forwardedFor() const { return forwarded_for_; }
  const std::string& via() const { return via_; }

 private:
  enum class Farewell : std::uint8_t { none, announced, final };

  bool isIdle(StreamId stream) const override { return stream > last_stream_ || stream % 2 == 0; }
  void onOpening(StreamId stream, HeadersRef list, bool end) override;
  void onTooLarge(Exchange& exchange) override;
  /// A number below the last was used, or skipped for ever (RFC 9113 §5.1.1): that is not remembered.
  ErrorCode reopeningError(StreamId stream) const override {
    return stream == last_stream_ ? ErrorCode::stream_closed : ErrorCode::protocol_error;
  }
  void onReset() override { spend(resets_); }
  void onParsed() override;
  void onGoAway(StreamId, ErrorCode) override {}
  void onPong() override;
  void dropStreams() override;
  void onClosed() override;
  StreamId lastPeerStream() const override {
    return farewell_ == Farewell::final ? last_served_ : last_stream_;
  }

  void refuse(StreamId stream, ErrorCode code, bool end);
  void refuseLargeMetadata(StreamId stream, bool end);
  void sayFinalGoAway();
  std::chrono::nanoseconds restLimit() const;

  Endpoint client_;
  StreamId last_stream_ = 0;
  StreamId last_served_ = 0;         ///< what the final GOAWAY said
  std::vector<StreamId> beginning_;  ///< opened by what is being parsed
  Budget resets_ = kResets;
  Farewell farewell_ = Farewell::none;
  CloseReason farewell_reason_ = CloseReason::none;
  std::int64_t farewell_at_ = 0;
  std::int64_t rests_since_ = 0;  ///< without a call
  std::string forwarded_for_;
  std::string via_;
};

}  // namespace switchyard::http2
