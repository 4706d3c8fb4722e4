// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/http/upstream.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace switchyard::http2 {

/// The connections to one server and the calls that wait for one. Connects when the first call comes, again
/// when all streams that the server allows are in use, at most kMostConnections times; further calls wait.
class UpstreamGroup {
 public:
  UpstreamGroup(Balancer& balancer, NodeId server, const config::ServerLine& line);

  NodeId server() const { return server_; }
  const std::string& name() const { return name_; }
  int sendProxy() const { return send_proxy_; }         ///< version of the PROXY header; 0: none
  const TlsContext* tls() const { return tls_.get(); }  ///< null: plain text
  /// Starts the call on a connection, now or when there is room. May end it when no connection can be made.
  void take(Exchange& exchange);
  void stopWaiting(Exchange& exchange) { std::erase(waiting_, &exchange); }
  /// Starts those who wait, as far as there is room.
  void serve();
  void gone(Upstream& connection);
  /// The server has left the backend: its connections end with their calls.
  void retire();
  /// Closes everything now.
  void stop();
  bool isSpare(const Upstream& connection) const { return connections_.front().get() != &connection; }
  void checkTime(std::int64_t now);
  /// Whether a server's answer to a new connection is still awaited.
  bool isConnecting() const;
  std::size_t connections() const { return connections_.size(); }

 private:
  Upstream* withRoom() const;
  void connectIfNeeded();
  void nobodyCame(const std::string& reason);
  void nobodyCouldGo();

  Balancer& balancer_;
  NodeId server_;
  std::string name_;
  Endpoint address_;
  std::optional<Endpoint> source_;  ///< from which it is called; none: as the system chooses
  int send_proxy_;
  std::shared_ptr<const TlsContext> tls_;
  std::vector<std::unique_ptr<Upstream>> connections_;
  std::deque<Exchange*> waiting_;
};

}  // namespace switchyard::http2
