// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/engine/engine.h"
#include "core/frontend/proxy_header_reader.h"
#include "core/frontend/tls_welcome.h"
#include "core/net/listener.h"
#include "core/tls/transport.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace switchyard {

/// A connection of a client. Behind `accept-proxy` the client is whom the PROXY header names, otherwise
/// whoever has connected.
struct Accepted {
  Transport socket;
  ProxiedFrom from;
};

/// Where one frontend listens, and how many it lets in. At maxconn further connections wait in the kernel's
/// queue (HAProxy 2.6 manual §4.2 "maxconn"); that is told once. Who has to begin with a PROXY header (§5.1
/// "accept-proxy") or a TLS handshake (§5.1 "ssl") has `timeout client` for each, and counts as one of the
/// open connections meanwhile. Used on the loop's thread only.
class FrontendListeners {
 public:
  using OnAccept = std::function<void(Accepted)>;

  /// @param listen_on instead of the frontend's binds, in their order; empty: as written
  FrontendListeners(Loop& loop, const config::Config& config, const config::Frontend& frontend,
                    std::vector<Endpoint> listen_on, OnAccept on_accept, ProblemHandler on_problem);

  /// Binds all or, on an error, none; those of before stay open then. Takes those of `offered` that are bound
  /// where it must.
  Result<void> open(std::vector<SocketFd>& offered);
  /// Nobody else comes; who waits in the kernel's queue (unless at maxconn) or has begun to enter still does,
  /// or is turned away.
  void leave();
  /// As leave(), but the sockets of which `stays` is true go on listening, and who waits there waits on.
  std::vector<SocketFd> handOver(const Stays& stays);
  void close();  ///< for those who enter, too
  /// Those who have not been accepted or turned away yet.
  std::size_t entering() const { return readers_.size() + welcomes_.size(); }
  void onTurnedAway(std::function<void()> handler) { on_turned_away_ = std::move(handler); }
  /// Where the next open() listens.
  void listenOn(std::vector<Endpoint> addresses) { addresses_ = std::move(addresses); }
  /// Goes on accepting, or not: with `open` connections there may be room for another; `starved`: none could
  /// be served though there is.
  void heed(std::size_t open, bool starved = false);

 private:
  /// What a bind line asks of its clients before they are let in.
  struct Entrance {
    bool v6only = false;
    bool with_header = false;                         ///< `accept-proxy`
    std::shared_ptr<const TlsContext> tls = nullptr;  ///< null: plain text
  };

  void accepted(Accepted client, const Entrance& entrance);
  void headerEnded(ProxyHeaderReader& reader, ProxyHeaderReader::Outcome outcome, const Entrance& entrance);
  void tellOfHeader(ProxyHeaderReader::Outcome outcome);
  void welcome(Accepted client, const Entrance& entrance);
  void welcomed(TlsWelcome& welcome, const ProxiedFrom& from, const std::optional<Error>& failure);
  void tellTurnedAway(const Endpoint& client, const Error& why);
  void turnedAway();

  Loop& loop_;
  std::string name_;
  std::vector<Endpoint> addresses_;
  std::vector<Entrance> entrances_;  ///< by the place in addresses_; the bind lines'
  std::chrono::milliseconds enter_within_;
  std::uint32_t maxconn_;  ///< 0: no limit
  OnAccept on_accept_;
  ProblemHandler on_problem_;
  std::function<void()> on_turned_away_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::unique_ptr<ProxyHeaderReader>> readers_;
  std::unordered_map<const TlsWelcome*, std::unique_ptr<TlsWelcome>> welcomes_;
  std::size_t open_ = 0;
  bool starved_ = false;
  bool at_limit_told_ = false;
  std::int64_t header_told_at_ = 0;       ///< that a connection began without; 0: never
  std::int64_t turned_away_told_at_ = 0;  ///< that a handshake failed; 0: never
};

}  // namespace switchyard
