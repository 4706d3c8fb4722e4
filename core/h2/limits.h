// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

/// What a peer may make us hold or do. All of it together bounds a connection's memory: at most
/// kMaxStreams × (kStreamWindow + kMaxHeaderList + kMostReplay) for its calls, kMostUnread for one that does
/// not read, kMaxHeaderBlock while a header block is on its way, kMostRemembered × 8 bytes when calls of it
/// were reset, and two HPACK tables of kHeaderTable. An idle connection holds its two HPACK tables, that
/// memory of resets, and nothing else that grows. Time is bounded by budgets: see kIdleFrames.
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
/// A header block before decompression, and the frames that may carry it. A list above kMaxHeaderList costs
/// its stream; a block above this costs the connection, because what is not decoded breaks HPACK for all
/// streams.
constexpr std::size_t kMaxHeaderBlock = 4 * kMaxHeaderList;
constexpr int kMaxContinuations = 32;
/// Informational answers (1xx) that a server may send for one call (RFC 9110 §15.2 sets no limit).
constexpr std::uint8_t kMostInformational = 16;
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
/// Bytes that are read and dropped after our last GOAWAY, so that the peer sees it and not a reset.
constexpr std::size_t kMostDropped = 256 * 1024;
/// Bytes of a request that are kept for another attempt.
constexpr std::size_t kMostReplay = 64 * 1024;

/// Streams that were reset by us and may still have frames on their way (RFC 9113 §5.1), of one connection.
constexpr std::size_t kMostRemembered = 1024;

/// How long a connection may take to begin (preface, SETTINGS), to read our last words, and to answer the
/// PING of a graceful GOAWAY.
constexpr std::chrono::seconds kBeginWithin{10};
constexpr std::chrono::seconds kLingerWithin{1};
constexpr std::chrono::seconds kGoodbyeWithin{1};

/// A rate limit: so many at once, and so many a second. Kept as the time at which it would be whole again, so
/// that a burst is never larger than `most`, however long it rested before.
class Budget {
 public:
  constexpr Budget(std::int32_t most, std::int32_t per_second)
      : each_(std::int64_t{1'000'000'000} / per_second), most_(each_ * most) {}

  /// False when it is spent. @param now CLOCK_MONOTONIC in nanoseconds
  bool spend(std::int64_t now, std::int64_t cost = 1) {
    const auto whole_at = std::max(whole_at_, now) + cost * each_;
    if (whole_at - now > most_) return false;
    whole_at_ = whole_at;
    return true;
  }
  void earn(std::int64_t value) { whole_at_ -= value * each_; }

 private:
  std::int64_t each_;  ///< nanoseconds
  std::int64_t most_;  ///< nanoseconds
  std::int64_t whole_at_ = 0;
};

/// Streams that a client resets (rapid reset, CVE-2023-44487) or that we must refuse; each answered call
/// earns one back.
constexpr Budget kResets{1'000, 100};
/// Frames that carry no call forward, in units of what a PING costs us. A call earns kUsefulCall back, and
/// DATA that we send kUsefulData, for PINGs and WINDOW_UPDATEs that answer it; little DATA earns little, so
/// that whoever opens its windows byte by byte does not earn by it.
constexpr Budget kIdleFrames{10'000, 5'000};
constexpr std::int64_t kUsefulCall = 8;
constexpr std::int64_t kUsefulData = 4;
constexpr std::size_t kLittleData =
    256;  ///< bytes of DATA below which a frame earns 1, and of an increment costs 2
constexpr std::int64_t kSettingsCost = 20;
/// What a reset of ours pays for in advance: the frames that are on their way (two header blocks, some DATA).
constexpr std::int64_t kLateCredit = 16;
/// What else a frame costs: each so many settings, streams whose window changes or that are looked at, bytes
/// of a header block that led nowhere, cost one more.
constexpr std::int64_t kSettingsAtOneCost = 32;
constexpr std::int64_t kStreamsAtOneCost = 4;
constexpr std::int64_t kHeaderBytesAtOneCost = 64;
/// Further attempts, by all calls of a balancer; each call earns a fifth of one (gRFC A6 calls it
/// throttling).
constexpr Budget kRetries{10'000, 50};
constexpr std::int64_t kRetryCost = 5;

}  // namespace switchyard::http2
