// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"
#include "core/h2/closed_streams.h"
#include "core/h2/frame.h"
#include "core/h2/hpack.h"
#include "core/h2/limits.h"
#include "core/h2/outbox.h"
#include "core/http/stream_table.h"
#include "core/net/loop.h"
#include "core/tls/transport.h"

#include <memory>
#include <string>
#include <vector>

namespace switchyard::http2 {

class Balancer;

/// One HTTP/2 connection: reading and writing frames, SETTINGS, windows, PING and errors; what both sides
/// have in common. Owned by the Balancer, used on its loop only. A closed one is buried at the end of the
/// turn, so references to it stay good until then.
class Connection : public Loop::Watcher, public Loop::Deferred {
 public:
  Connection(Balancer& balancer, Side side, ConnectionId id);
  virtual ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  ConnectionId id() const { return id_; }
  Side side() const { return side_; }
  bool closed() const { return closed_; }
  std::size_t openStreams() const { return streams_.size(); }
  std::size_t unsent() const { return out_.size(); }

  // What exchanges send. Nothing is written before the end of the turn.
  /// @param suffix fields already encoded (putLiteralField) that follow those of `list`
  void sendHeaders(StreamId stream, const HeadersRef& list, std::string_view suffix, bool end);
  /// At most what room() allows and a frame holds. The bytes may lie in the receive buffer.
  void sendData(StreamId stream, std::string_view bytes, bool end);
  void sendReset(StreamId stream, ErrorCode code);
  /// After a reset of ours: the peer may have sent so many bytes of DATA before it knows.
  void expectMore(StreamId stream, std::int64_t allowance) { closed_streams_.expectMore(stream, allowance); }
  void sendWindowUpdate(StreamId stream, std::int64_t increment);
  /// Bytes of DATA that can be sent now on a stream whose own window is `window`.
  std::size_t room(std::int64_t window) const;
  std::int64_t initialWindow() const { return initial_window_; }
  void carry(StreamId stream, Exchange& exchange);  ///< a stream begins
  void forget(StreamId stream);                     ///< the exchange has ended here
  /// push() of this exchange is called when there is room again.
  void awaitRoom(Exchange& exchange);
  void stopAwaiting(Exchange& exchange);

  /// Ends the connection now, and what it carries.
  void close(CloseReason reason, int error = 0);
  void tellTraffic();

  std::size_t place = 0;  ///< in its owner's list

 protected:
  // What the sides do differently.
  virtual bool isIdle(StreamId stream) const = 0;  ///< a stream that was not opened yet (RFC 9113 §5.1)
  /// HEADERS on an idle stream. @param list null: it is above the limit
  virtual void onOpening(StreamId stream, HeadersRef list, bool end) = 0;
  virtual void onTooLarge(Exchange& exchange) = 0;  ///< a header list above the limit
  /// HEADERS on a closed stream that the peer itself has closed.
  virtual ErrorCode reopeningError(StreamId stream) const = 0;
  virtual void onReset() = 0;  ///< of an open stream; before its exchange is told
  virtual void onParsed() {}   ///< all that was read together has been handled
  virtual void onGoAway(StreamId last, ErrorCode code) = 0;
  virtual void onSettings() {}
  virtual void onPong() {}
  virtual void onRoom() {}         ///< the outbox is empty again, or a stream has ended
  virtual void dropStreams() = 0;  ///< the connection ends: so does all that it carries
  virtual void onClosed() = 0;     ///< its owner may bury it
  virtual StreamId lastPeerStream() const = 0;

  void setId(ConnectionId id) { id_ = id; }
  void open(Transport transport);
  void onReady(std::uint32_t ready) override;
  void onTurnEnd() override;
  void dirty();
  void flush();
  /// A connection error (RFC 9113 §5.4.1): GOAWAY, then the end. `why` is for whoever debugs the peer.
  void fail(ErrorCode code, std::string_view why);
  /// Says goodbye, once: no streams are left. The peer may still read it.
  void endGracefully(CloseReason reason);
  bool spend(Budget& budget, std::int64_t cost = 1);
  void tellOpened(NodeId server);
  /// The beginning of a frame or of a header block has come, and its end has not.
  bool midFrame() const { return !partial_.empty() || assembly_ != nullptr; }

  Balancer& balancer_;
  Transport transport_;
  Outbox out_;
  StreamTable streams_;
  HeaderDecoder decoder_;
  HeaderEncoder encoder_;
  Budget idle_frames_ = kIdleFrames;
  std::int64_t active_at_ = 0;  ///< last byte received
  std::uint32_t peer_max_streams_;
  Http2 counted_{};          ///< what happens besides calls
  bool begun_ = false;       ///< the peer's first SETTINGS have come
  bool ending_ = false;      ///< our last words are in the outbox; what comes is ignored
  bool saw_preface_ = true;  ///< false on a downstream connection until its preface has come
  CloseReason ending_for_ = CloseReason::none;
  std::int64_t ending_since_ = 0;
  int error_ = 0;  ///< with which it was closed

 private:
  struct Assembly {
    StreamId stream;
    bool end;
    int continuations;
    std::string block;
  };
  struct NewSettings;

  void read();
  std::size_t parse(std::string_view bytes);
  std::size_t drop(std::size_t bytes);
  void onFrame(const Frame& frame);
  void onData(const Frame& frame);
  void onHeadersFrame(const Frame& frame);
  void onContinuation(const Frame& frame);
  void headerBlock(StreamId stream, std::string_view block, bool end);
  void onHeaderList(StreamId stream, HeadersRef list, std::size_t block_size, bool end);
  void onClosedStream(StreamId stream, std::size_t flow_controlled, std::int64_t cost, ErrorCode error);
  void onResetFrame(const Frame& frame);
  void onSettingsFrame(const Frame& frame);
  bool read(Setting setting, std::uint32_t value, NewSettings& changes);
  bool changeWindows(std::int64_t initial);
  void onPing(const Frame& frame);
  void onGoAwayFrame(const Frame& frame);
  void onWindowUpdate(const Frame& frame);
  void tellHttp2();
  void receivedOnConnection(std::size_t bytes);
  void pushAwaiting();
  void lost(int error);

  Side side_;
  ConnectionId id_;
  std::string partial_;  ///< the beginning of a frame whose rest has not come
  std::unique_ptr<Assembly> assembly_;
  std::vector<Exchange*> awaiting_room_;
  std::int64_t send_window_ = kDefaultWindow;
  std::int64_t receive_window_ = kConnectionWindow;
  std::int64_t initial_window_ = kDefaultWindow;  ///< the peer's
  ClosedStreams closed_streams_;
  std::size_t dropped_ = 0;  ///< bytes that came after our last words
  std::uint64_t received_ = 0;
  Http2 told_{};         ///< of counted_
  bool opened_ = false;  ///< told
  bool closed_ = false;
  bool dirty_ = false;
  bool hung_up_ = false;
  bool traffic_moved_ = false;
  bool shut_ = false;

 protected:
  Endpoint local_, remote_;
};

}  // namespace switchyard::http2
