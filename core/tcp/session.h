// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/balance/tried.h"
#include "core/event/event.h"
#include "core/frontend/frontend_listeners.h"
#include "core/net/connecting.h"
#include "core/net/loop.h"
#include "core/tcp/stream_counter.h"
#include "core/tls/transport.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace switchyard::tcp {

class Balancer;

/// One downstream connection and, once a server is picked and connected, the upstream connection it is joined
/// to. Relays bytes both ways until both sides have ended; half-close is kept (RFC 9293 §3.6). When a
/// receiver is slow, at most one read (kReadSize bytes) waits for it and reading from the other side stops;
/// an idle session holds no buffer. Owned by its Balancer, used on the loop only.
class Session {
 public:
  static constexpr std::size_t kReadSize = 128 * 1024;

  Session(Balancer& balancer, Accepted client, ConnectionId id);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Picks a server and begins to connect; waits in the balancer's queue while all are full.
  void begin();
  /// Picks once more: a server that was full has room.
  void retry() { pick(); }
  /// Ends both connections now. The session is gone when this returns.
  void end(CloseReason reason, int error = 0);
  /// Called now and then: ends the session if a timeout has passed.
  void checkTime(std::int64_t now);
  void tellTraffic();

  NodeId server() const { return server_; }
  std::size_t place = 0;  ///< in the balancer's list
  std::size_t moved_place =
      0;  ///< in the balancer's list of those whose counts are to be told, plus 1; 0: not

 private:
  /// One of the two sockets.
  class End final : public Loop::Watcher {
   public:
    explicit End(Session& owner) : session(owner) {}
    void onReady(std::uint32_t ready) override { session.onReady(*this, ready); }

    Session& session;
    Transport socket;
    ConnectionId id = 0;
    Endpoint local, remote;  ///< filled when traced
    std::string unsent;      ///< read from the other end, waiting for this one
    std::uint64_t received = 0;
    std::uint64_t sent = 0;
    std::int64_t active_at = 0;
    bool readable = false;
    bool writable = false;
    bool hung_up = false;  ///< the kernel said that no more will come
    bool ended = false;    ///< the peer will send no more, and we have read it all
    bool shut = false;     ///< we have told the peer that no more will come
  };

  void onReady(End& end, std::uint32_t ready);
  void pick();
  void connect(const config::ServerLine& server);
  void waitInQueue();
  bool progress(std::uint32_t ready);
  bool introduceClient();
  TlsSession::Handshake shakeHands();
  void connected();
  void connectFailed(int error);
  void relay();
  enum class Moved : std::uint8_t { all, some, failed };
  Moved move(End& from, End& to);
  bool flush(End& to);
  bool send(End& to, const char* bytes, std::size_t size);
  void failed();
  void tellOpened(const End& end, Side side);
  void tellClosed(const End& end, CloseReason reason, int error);

  Balancer& balancer_;
  End down_{*this};
  End up_{*this};
  ProxiedFrom from_;
  NodeId server_ = 0;
  std::optional<Connecting> attempt_;      ///< then comes TLS, if need be
  std::optional<Endpoint> source_;         ///< from which that server is called; none: as the system chooses
  std::uint8_t send_proxy_ = 0;            ///< of the server that is picked
  std::shared_ptr<const TlsContext> tls_;  ///< of that server; null: plain text
  const End* ended_first_ = nullptr;       ///< the one whose peer closed; null: neither has
  std::int64_t connecting_since_ = 0;      ///< 0: not connecting
  std::int64_t waiting_since_ = 0;         ///< without an attempt that could begin; 0: not waiting
  bool joined_ = false;
  bool waiting_ = false;  ///< in the queue, for a server that is not full, or that we can connect to
  Tried tried_;
  StreamCounter counter_;
  std::uint64_t streams_told_ = 0;
};

}  // namespace switchyard::tcp
