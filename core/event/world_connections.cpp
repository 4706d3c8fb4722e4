// SPDX-License-Identifier: GPL-3.0-or-later
// Connections as the balancers tell them, their owners and the kernel's own table.
#include "core/event/world.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::size_t kMaxEarlyOwners = 10'000;

}  // namespace

const Connection* World::connection(NodeId balancer, ConnectionId id) const {
  const auto found = connection_index_.find(keyOf(balancer, id));
  return found == connection_index_.end() ? nullptr : &connections_[found->second - first_connection_];
}

Connection* World::findConnection(NodeId balancer, ConnectionId id) {
  return const_cast<Connection*>(connection(balancer, id));
}

Connection* World::findByEnd(const std::unordered_map<EndKey, ConnectionKey, EndHash>& ends,
                             const EndKey& key) {
  const auto found = ends.find(key);
  if (found == ends.end()) return nullptr;
  return findConnection(static_cast<NodeId>(found->second >> 32), static_cast<ConnectionId>(found->second));
}

void World::opened(const Event& event) {
  const auto& told = event.opened;
  const auto key = keyOf(event.node, told.connection);
  if (told.connection == 0 ||
      !connection_index_.try_emplace(key, first_connection_ + connections_.size()).second)
    return;
  auto& connection = connections_.emplace_back();
  connection.balancer = event.node;
  connection.id = told.connection;
  connection.side = told.side;
  connection.local = told.local;
  connection.remote = told.remote;
  connection.opened_at = event.at;
  auto* balancer = findBalancer(event.node);
  if (told.side == Side::upstream) {
    setServer(connection, told.server);
    upstream_ends_[{told.local, told.remote.port}] = key;
    peak_upstream_ = std::max(peak_upstream_, ++open_upstream_);
    if (balancer != nullptr) ++balancer->upstream;
    return;
  }
  const EndKey end{told.remote, told.local.port};
  downstream_ends_[end] = key;
  peak_downstream_ = std::max(peak_downstream_, ++open_downstream_);
  if (balancer != nullptr) ++balancer->downstream;
  if (const auto owner = early_owners_.extract(end)) setClient(connection, owner.mapped());
}

void World::joined(const Event& event) {
  auto* downstream = findConnection(event.node, event.joined.downstream);
  auto* upstream = findConnection(event.node, event.joined.upstream);
  if (downstream != nullptr) {
    downstream->joined = event.joined.upstream;
    downstream->server = event.joined.server;
  }
  if (upstream == nullptr) return;
  upstream->joined = event.joined.downstream;
  if (downstream != nullptr) upstream->client = downstream->client;
  const auto waiting = pathless_.extract(EndKey{upstream->local, upstream->remote.port});
  if (!waiting) return;
  for (const auto id : waiting.mapped())
    if (call_index_.contains(id)) takePath(record(id), *upstream);
}

void World::closed(const Event& event) {
  auto* connection = findConnection(event.node, event.closed.connection);
  if (connection == nullptr || !connection->open()) return;
  connection->closed_at = event.at;
  connection->reason = event.closed.reason;
  connection->error = event.closed.error;
  connection->received = event.closed.received;
  connection->sent = event.closed.sent;
  auto* balancer = findBalancer(event.node);
  if (connection->side == Side::upstream) {
    --open_upstream_;
    if (balancer != nullptr) --balancer->upstream;
    if (auto* server = findServer(connection->server); server != nullptr && server->connections > 0)
      --server->connections;
  } else {
    --open_downstream_;
    if (balancer != nullptr) --balancer->downstream;
    if (auto* client = findClient(connection->client); client != nullptr && client->connections > 0)
      --client->connections;
  }
  missing_.erase(keyOf(event.node, connection->id));
  if (++ghosts_ >= 2 * kMaxGhosts) forgetOldGhosts();
}

/// Keeps the youngest kMaxGhosts closed connections. Rare (every kMaxGhosts closings), so it may rebuild the
/// index.
void World::forgetOldGhosts() {
  std::size_t to_forget = ghosts_ - kMaxGhosts;
  std::erase_if(connections_, [&](const Connection& one) {
    if (one.open() || to_forget == 0) return false;
    --to_forget;
    auto& ends = one.side == Side::upstream ? upstream_ends_ : downstream_ends_;
    const auto end =
        one.side == Side::upstream ? EndKey{one.local, one.remote.port} : EndKey{one.remote, one.local.port};
    const auto known = ends.find(end);
    if (known != ends.end() && known->second == keyOf(one.balancer, one.id)) ends.erase(known);
    return true;
  });
  ghosts_ = kMaxGhosts;
  connection_index_.clear();
  for (std::size_t i = 0; i < connections_.size(); ++i)
    connection_index_[keyOf(connections_[i].balancer, connections_[i].id)] = first_connection_ + i;
}

void World::traffic(const Event& event) {
  auto* connection = findConnection(event.node, event.traffic.connection);
  if (connection == nullptr) return;
  connection->received = event.traffic.received;
  connection->sent = event.traffic.sent;
}

void World::streams(const Event& event) {
  auto* connection = findConnection(event.node, event.count.connection);
  if (connection == nullptr || event.count.value <= connection->streams) return;
  if (auto* balancer = findBalancer(event.node))
    balancer->forwarded += event.count.value - connection->streams;
  connection->streams = event.count.value;
  if (auto* other = findConnection(event.node, connection->joined)) other->streams = event.count.value;
}

void World::picked(const Event& event) {
  auto* balancer = findBalancer(event.node);
  if (balancer == nullptr) return;
  const auto& decision = event.decision;
  if (event.kind == Kind::picked) {
    deciding_ = event.node;
    balancer->last_decision = decision;
    balancer->last_candidates.clear();
    balancer->last_pick = decision.chosen;
    ++(decision.chosen != 0 ? balancer->picks : balancer->failed_picks);
    if (auto* server = findServer(decision.chosen)) ++server->picks;
  } else if (deciding_ != event.node) {
    return;
  }
  const auto count = std::min<std::size_t>(decision.count, std::size(decision.candidates));
  if (balancer->last_candidates.size() > 4096) return;
  balancer->last_candidates.insert(balancer->last_candidates.end(), decision.candidates,
                                   decision.candidates + count);
}

void World::setClient(Connection& connection, NodeId client) {
  if (connection.client == client || client == 0) return;
  if (connection.open()) {
    if (auto* before = findClient(connection.client); before != nullptr && before->connections > 0)
      --before->connections;
    if (auto* now = findClient(client)) ++now->connections;
  }
  connection.client = client;
  if (auto* other = findConnection(connection.balancer, connection.joined)) other->client = client;
}

void World::setServer(Connection& connection, NodeId server) {
  connection.server = server;
  if (auto* found = findServer(server))
    found->peak_connections = std::max(found->peak_connections, ++found->connections);
}

void World::owned(const Event& event) {
  const EndKey end{event.owner.local, event.owner.remote.port};
  if (auto* connection = findByEnd(downstream_ends_, end)) return setClient(*connection, event.node);
  if (early_owners_.size() >= kMaxEarlyOwners) early_owners_.clear();
  early_owners_[end] = event.node;
}

void World::socketSeen(const Event& event) {
  sockets_.emplace(event.socket.local, event.socket.remote);
}

void World::socketGone(const Event& event) {
  // A change of state is told as "gone in the old one, seen in the new one", in this order within one sample.
  sockets_.erase({event.socket.local, event.socket.remote});
}

/// The balancer's own ends, both ways: what it says is open must be in the kernel's table, and what the table
/// shows on a balancer's port must be known. Taken on the balancer's thread, so only a reset can come between
/// the two.
void World::compareWithKernel() {
  ++kernel_samples_;
  std::set<ConnectionKey> missing;
  kernel_expected_ = kernel_found_ = 0;
  for (const auto& connection : connections_) {
    if (!connection.open()) continue;
    ++kernel_expected_;
    if (sockets_.contains({connection.local, connection.remote}))
      ++kernel_found_;
    else
      missing.insert(keyOf(connection.balancer, connection.id));
  }
  bool unknown = false;
  for (const auto& balancer : balancers_) {
    const auto on_its_port = std::count_if(sockets_.begin(), sockets_.end(), [&](const auto& one) {
      return one.first.port == balancer.address.port;
    });
    unknown |= static_cast<std::uint64_t>(on_its_port) > balancer.downstream;
  }
  kernel_matches_ = missing.empty() && !unknown;
  const bool twice =
      std::any_of(missing.begin(), missing.end(), [&](auto key) { return missing_.contains(key); });
  if (twice || (unknown && unknown_)) ++kernel_mismatches_;
  missing_ = std::move(missing);
  unknown_ = unknown;
}

}  // namespace switchyard
