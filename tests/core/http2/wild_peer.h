// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/h2/frame.h"
#include "core/h2/hpack.h"
#include "core/net/socket.h"
#include "tests/core/http2/labels.h"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace switchyard::http2_test {

/// What all peers of one run have seen.
struct Findings {
  std::vector<std::string> foreign;  ///< bytes and fields that were somebody else's
  std::uint64_t request_bytes = 0;   ///< that were right
  std::uint64_t answer_bytes = 0;
  std::uint64_t whole_requests = 0;
  std::uint64_t whole_answers = 0;
};

using Random = std::mt19937_64;
inline std::uint64_t upTo(Random& random, std::uint64_t most) {
  return std::uniform_int_distribution<std::uint64_t>(0, most)(random);
}

/// One end of an HTTP/2 connection that does whatever a test asks for at any moment, never waits, and looks
/// at each byte of each body that it gets. Keeps to the rules of HTTP/2, so that its connection lives as long
/// as it wants.
class WildPeer {
 public:
  WildPeer(SocketFd socket, Label::Direction sends, Random& random, Findings& findings);
  virtual ~WildPeer() = default;
  WildPeer(const WildPeer&) = delete;
  WildPeer& operator=(const WildPeer&) = delete;

  bool gone() const { return !socket_.isOpen(); }
  int fd() const { return socket_.fd(); }
  std::size_t openStreams() const { return streams_.size(); }

  /// Takes what is there, unless it is slow just now.
  void read();
  void flush();
  /// Sends a frame of DATA, or the end, on each stream that has something to send and is allowed to.
  void push();
  /// For so many read() it takes nothing.
  void beSlow(std::uint64_t turns) { slow_for_ = turns; }
  void resetStream(http2::ErrorCode code);  ///< any one
  void reset() { socket_.reset(); }
  void close() { socket_.close(); }

 protected:
  struct Stream {
    Label label;
    std::uint64_t to_send = 0;
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    std::int64_t window = 0;
    bool sending = false;  ///< its HEADERS have gone
    bool sent_all = false;
    bool received_all = false;
  };
  using Fields = std::vector<std::pair<std::string, std::string>>;

  virtual void onHeaders(http2::StreamId id, const http2::HeaderList& list, bool end) = 0;
  virtual void onWhole(const Stream& stream) = 0;  ///< its peer has sent all
  virtual void sendEnd(http2::StreamId id) = 0;
  virtual void onGoAway() {}

  void begin(std::string before);
  void sendHeaders(http2::StreamId id, const Fields& fields, bool end);
  Stream& add(http2::StreamId id, const Label& label);
  Stream* find(http2::StreamId id);
  void received(http2::StreamId id, bool end);
  void foreign(std::string what) { findings_.foreign.push_back(std::move(what)); }
  std::uint64_t bodySize();

  Random& random_;
  Findings& findings_;
  std::string unsent_;
  std::map<http2::StreamId, Stream> streams_;
  bool preface_is_due_ = false;

 private:
  void parse();
  void onFrame(const http2::Frame& frame);
  void onData(const http2::Frame& frame);
  void onSettings(const http2::Frame& frame);
  void onWindowUpdate(const http2::Frame& frame);

  SocketFd socket_;
  Label::Direction sends_;
  std::string received_;
  http2::HeaderStore store_;
  http2::HeaderDecoder decoder_{store_};
  std::uint64_t slow_for_ = 0;
  std::int64_t window_ = http2::kDefaultWindow;
  std::int64_t first_window_ = http2::kDefaultWindow;
};

/// Calls; each body and its metadata carry a label.
class WildClient final : public WildPeer {
 public:
  WildClient(SocketFd socket, std::uint16_t number, Random& random, Findings& findings);
  void call();

 private:
  void onHeaders(http2::StreamId id, const http2::HeaderList& list, bool end) override;
  void onWhole(const Stream& stream) override;
  void sendEnd(http2::StreamId id) override;
  void onGoAway() override { leaving_ = true; }

  std::uint16_t number_;
  http2::StreamId next_ = 1;
  bool leaving_ = false;
};

/// Answers with bodies labelled as the request says.
class WildServer final : public WildPeer {
 public:
  WildServer(SocketFd socket, Random& random, Findings& findings);
  /// Begins to answer whoever has no answer yet.
  void answer();
  /// Says that nobody is here, of one who has no answer yet (gRPC's UNAVAILABLE).
  void answerUnavailable();
  void refuse();  ///< one who has no answer yet (REFUSED_STREAM)
  void goAway();

 private:
  void onHeaders(http2::StreamId id, const http2::HeaderList& list, bool end) override;
  void onWhole(const Stream& stream) override;
  void sendEnd(http2::StreamId id) override;
  http2::StreamId unanswered() const;  ///< 0: there is none

  http2::StreamId last_ = 0;
};

}  // namespace switchyard::http2_test
