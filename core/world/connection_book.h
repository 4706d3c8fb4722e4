// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/flat_index.h"
#include "core/world/records.h"

#include <cstddef>
#include <deque>
#include <tuple>
#include <unordered_map>

namespace switchyard {

/// One end of a connection, named well enough to find it: "the socket at `end` that talks to `port`".
struct EndKey {
  Endpoint end;
  std::uint16_t port = 0;

  friend bool operator==(const EndKey&, const EndKey&) = default;
};

struct EndHash {
  std::size_t operator()(const EndKey& key) const noexcept {
    return std::hash<Endpoint>()(key.end) ^ key.port * std::size_t{0x9E3779B1};
  }
};

/// All open connections and the ghosts of closed ones, found by number and by end point in constant time.
/// The youngest ghosts are kept, kMostGhosts to twice as many.
class ConnectionBook {
 public:
  static constexpr std::size_t kMostGhosts = 500;

  /// Oldest first.
  const std::deque<Connection>& all() const { return connections_; }
  Connection* find(NodeId balancer, ConnectionId id);
  const Connection* find(NodeId balancer, ConnectionId id) const {
    return const_cast<ConnectionBook*>(this)->find(balancer, id);
  }
  /// The other half, unless it is forgotten.
  Connection* joinedTo(const Connection& one);
  /// The youngest upstream connection whose balancer's end is `key.end`, to a server's `key.port`.
  Connection* upstreamAt(const EndKey& key) { return at(upstream_ends_, key); }
  /// The youngest downstream connection whose client's end is `key.end`, to a balancer's `key.port`.
  Connection* downstreamAt(const EndKey& key) { return at(downstream_ends_, key); }

  Connection& add(const Connection& connection);
  /// To be told of each connection that has closed. May forget old ghosts: pointers to connections are
  /// invalid then.
  void countGhost();

  static EndKey upstreamEnd(const Connection& one) { return {one.local, one.remote.port}; }
  static EndKey downstreamEnd(const Connection& one) { return {one.remote, one.local.port}; }

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.connections_, self.index_, self.upstream_ends_, self.downstream_ends_, self.ghosts_);
  }
  friend bool operator==(const ConnectionBook&, const ConnectionBook&) = default;

 private:
  using Key = std::uint64_t;  ///< balancer and ConnectionId
  using Ends = std::unordered_map<EndKey, Key, EndHash>;
  static Key keyOf(NodeId balancer, ConnectionId id) { return std::uint64_t{balancer} << 32 | id; }
  static Key keyOf(const Connection& one) { return keyOf(one.balancer, one.id); }

  Connection* at(const Ends& ends, const EndKey& key);
  Ends& endsOf(const Connection& one);
  static EndKey endOf(const Connection& one);
  void forgetOldGhosts();

  std::deque<Connection> connections_;
  FlatIndex index_;  ///< Key to its place in connections_
  Ends upstream_ends_;
  Ends downstream_ends_;
  std::size_t ghosts_ = 0;
};

}  // namespace switchyard
