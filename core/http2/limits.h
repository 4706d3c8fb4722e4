// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

/// What a peer may make us hold or do. All of it together bounds a connection's memory: at most
/// kMaxStreams × (kStreamWindow + kMaxHeaderList + kMostReplay) for its calls, kMostUnread for one that does
/// not read, kMaxHeaderBlock while a header block is on its way, and two HPACK tables of kHeaderTable. An idle
/// connection holds its two HPACK tables and nothing else that grows.
namespace switchyard::http2 {

/// Streams that one client connection may have open; more are refused (HAProxy 2.6 manual,
/// "tune.h2.max-concurrent-streams": 100).
constexpr std::uint32_t kMaxStreams = 100;
/// Assumed of a server that has not said (RFC 9113 §6.5.2 recommends no less).
constexpr std::uint32_t kStreamsUntilTold = 100;
/// At most this many streams on one connection to a server, however many it allows: then a second one.
constexpr std::uint32_t kMostUpstreamStreams = 10'000;
/// Connections to one server.
constexpr std::size_t kMostConnections = 64;
/// How long a connection to a server that is not the only one may rest.
constexpr std::chrono::seconds kSpareFor{30};
/// Calls that wait for a connection to one server.
constexpr std::size_t kMostWaiting = 10'000;

/// A header list after decompression, each field counting 32 bytes more (RFC 9113 §6.5.2).
constexpr std::size_t kMaxHeaderList = 64 * 1024;
/// A header block before decompression, and the frames that may carry it.
constexpr std::size_t kMaxHeaderBlock = 64 * 1024;
constexpr int kMaxContinuations = 32;
/// Both HPACK tables (RFC 7541 §4.2's default).
constexpr std::uint32_t kHeaderTable = 4096;

/// What a sender may send on a stream before the receiver has taken some of it.
constexpr std::int64_t kStreamWindow = 256 * 1024;
/// Of a whole connection; it is opened again at once, so that one slow stream does not stop the others.
constexpr std::int64_t kConnectionWindow = 16 * 1024 * 1024;
/// Bytes in the queue to one socket above which no DATA is added.
constexpr std::size_t kMostUnsent = 256 * 1024;
/// Bytes in the queue to a peer that goes on asking but does not read: then the connection ends.
constexpr std::size_t kMostUnread = 1024 * 1024;
/// Bytes of a request that are kept for another attempt.
constexpr std::size_t kMostReplay = 64 * 1024;

/// How long a connection may take to begin (preface, SETTINGS), to read our last words, and to answer the
/// PING of a graceful GOAWAY.
constexpr std::chrono::seconds kBeginWithin{10};
constexpr std::chrono::seconds kLingerWithin{1};
constexpr std::chrono::seconds kGoodbyeWithin{1};

/// A rate limit: so many at once, and so many a second.
class Budget {
 public:
  constexpr Budget(std::int32_t most, std::int32_t per_second)
      : most_(most), per_second_(per_second), left_(most) {}

  /// False when it is spent. @param now CLOCK_MONOTONIC in nanoseconds
  bool spend(std::int64_t now, std::int32_t cost = 1) {
    if (left_ < cost) refill(now);
    if (left_ < cost) return false;
    left_ -= cost;
    return true;
  }
  void earn(std::int32_t value) { left_ = std::min(most_, left_ + value); }

 private:
  void refill(std::int64_t now) {
    constexpr std::int64_t kSecond = 1'000'000'000;
    const auto since = std::min(now - refilled_at_, kSecond * most_ / per_second_);
    const auto gained = static_cast<std::int32_t>(since * per_second_ / kSecond);
    if (gained == 0) return;
    earn(gained);
    refilled_at_ = now;
  }

  std::int32_t most_;
  std::int32_t per_second_;
  std::int32_t left_;
  std::int64_t refilled_at_ = 0;
};

/// Streams that a client resets (rapid reset, CVE-2023-44487) or that we must refuse; each answered call earns
/// one back.
constexpr Budget kResets{1'000, 100};
/// Frames that carry no call forward: PING, PRIORITY, WINDOW_UPDATE, empty DATA, unknown types. SETTINGS cost
/// kSettingsCost. HEADERS and DATA that do earn kUsefulFrame back.
constexpr Budget kIdleFrames{10'000, 5'000};
constexpr std::int32_t kSettingsCost = 20;
constexpr std::int32_t kUsefulFrame = 4;
/// Further attempts, by all calls of a balancer; each call earns a fifth of one (gRFC A6 calls it throttling).
constexpr Budget kRetries{10'000, 50};
constexpr std::int32_t kRetryCost = 5;

}  // namespace switchyard::http2
