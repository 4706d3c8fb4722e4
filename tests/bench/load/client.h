// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/histogram.h"
#include "tests/bench/load/connection.h"

#include <cstdint>
#include <memory>
#include <unordered_map>

namespace switchyard::bench {

struct Tally {
  std::uint64_t calls = 0;
  std::uint64_t failed = 0;  ///< RST_STREAM, or an answer that is not the server's: an error page, say
  std::uint64_t bytes = 0;   ///< of answers' DATA
  Histogram latency;
};

/// Makes unary calls: HEADERS and one DATA frame; an answer is the server's message of `answer` bytes and
/// trailers.
class ClientConnection final : public Connection {
 public:
  ClientConnection(int epoll, int fd, Tally& tally, const std::string& authority, std::size_t answer);

  void call();  ///< queues one call; flush() sends
  std::size_t underWay() const { return under_way_.size(); }
  bool usable() const { return !going_ && next_stream_ < 0x7ffffff0; }
  /// Starts the next call as soon as one has ended, until told otherwise.
  void keepGoing(bool on) { keep_going_ = on; }

 private:
  bool onFrame(const Frame& frame) override;
  void ended(std::uint32_t stream, bool ok);

  struct Open {
    std::int64_t since;
    std::uint64_t data = 0;
  };
  Tally& tally_;
  std::size_t answer_bytes_;  ///< DATA of a good answer
  std::unique_ptr<RepeatedHeaders> request_;
  std::unordered_map<std::uint32_t, Open> under_way_;
  std::uint32_t next_stream_ = 1;
  bool keep_going_ = false;
  bool going_ = false;
};

}  // namespace switchyard::bench
