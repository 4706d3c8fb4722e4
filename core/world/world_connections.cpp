// SPDX-License-Identifier: GPL-3.0-or-later
// Connections as the balancers tell them, their owners, and the sums of what went over them.
#include "core/world/world.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::size_t kMaxEarlyOwners = 10'000;

/// By how much `a` is above `b`.
std::uint64_t above(std::uint64_t a, std::uint64_t b) {
  return a > b ? a - b : 0;
}

}  // namespace

void World::opened(const Event& event) {
  const auto& told = event.opened;
  // A number is used again when a balancer was made anew: then its former connection is no more.
  if (auto* former = connections_.find(event.node, told.connection); former != nullptr && former->open())
    close(*former, event, CloseReason::error);
  Connection fresh;
  fresh.balancer = event.node;
  fresh.id = told.connection;
  fresh.side = told.side;
  fresh.local = told.local;
  fresh.remote = told.remote;
  fresh.opened_at = event.at;
  auto& connection = connections_.add(fresh);
  auto* balancer = findBalancer(event.node);
  if (told.side == Side::upstream) {
    peak_upstream_ = std::max(peak_upstream_, ++open_upstream_);
    if (balancer != nullptr) ++balancer->upstream;
    setServer(connection, told.server);
    if (balancer != nullptr && balancer->mode == Mode::http) takeWaiting(connection);
    return;
  }
  peak_downstream_ = std::max(peak_downstream_, ++open_downstream_);
  if (balancer != nullptr) ++balancer->downstream;
  if (const auto owner = early_owners_.extract(ConnectionBook::downstreamEnd(connection)))
    setClient(connection, owner.mapped());
}

void World::joined(const Event& event) {
  auto* downstream = connections_.find(event.node, event.joined.downstream);
  auto* upstream = connections_.find(event.node, event.joined.upstream);
  if (downstream == nullptr || upstream == nullptr || downstream->side != Side::downstream ||
      upstream->side != Side::upstream || downstream->joined != 0 || upstream->joined != 0)
    return;
  downstream->joined = upstream->id;
  upstream->joined = downstream->id;
  downstream->server = upstream->server;
  upstream->client = downstream->client;
  takeWaiting(*upstream);
}

void World::closed(const Event& event) {
  auto* connection = connections_.find(event.node, event.closed.connection);
  if (connection == nullptr || !connection->open()) return;
  connection->error = event.closed.error;
  connection->received = event.closed.received;
  connection->sent = event.closed.sent;
  close(*connection, event, event.closed.reason);
}

void World::close(Connection& connection, const Event& event, CloseReason reason) {
  connection.reason = reason;
  recount(connection, [&] { connection.closed_at = event.at; });
  auto* balancer = findBalancer(connection.balancer);
  if (connection.side == Side::upstream) {
    --open_upstream_;
    if (balancer != nullptr && balancer->upstream > 0) --balancer->upstream;
    if (auto* server = findServer(connection.server)) --server->connections;
  } else {
    --open_downstream_;
    if (balancer != nullptr && balancer->downstream > 0) --balancer->downstream;
    if (auto* client = findClient(connection.client)) --client->connections;
  }
  connections_.countGhost();
}

void World::traffic(const Event& event) {
  auto* connection = connections_.find(event.node, event.traffic.connection);
  if (connection == nullptr || !connection->open()) return;
  connection->received = event.traffic.received;
  connection->sent = event.traffic.sent;
}

void World::countHttp2(const Event& event) {
  auto* connection = connections_.find(event.node, event.http2.connection);
  if (connection != nullptr && connection->open()) connection->http2 = event.http2;
}

/// Mode tcp: the balancer has counted the streams of a downstream connection, which all went to the one
/// joined to it.
void World::streams(const Event& event) {
  auto* downstream = connections_.find(event.node, event.count.connection);
  if (downstream == nullptr || downstream->side != Side::downstream) return;
  const auto before = downstream->streams;
  const auto now = std::max(event.count.value, before);
  if (auto* balancer = findBalancer(event.node)) balancer->forwarded += now - before;
  recount(*downstream, [&] {
    downstream->streams = now;
    if (!reports(downstream->server)) downstream->unobserved = now;
  });
  if (auto* upstream = connections_.joinedTo(*downstream))
    recount(*upstream, [&] { upstream->streams = now; });
}

void World::picked(const Event& event) {
  auto* balancer = findBalancer(event.node);
  if (balancer == nullptr) return;
  const auto& decision = event.decision;
  if (event.kind == Kind::picked) {
    deciding_ = event.node;
    balancer->decisions.add(event.at, decision, balancer->algorithm);
    ++(decision.chosen != 0 ? balancer->picks : balancer->failed_picks);
    if (auto* server = findServer(decision.chosen)) ++server->picks;
  } else if (deciding_ == event.node) {
    balancer->decisions.addCandidates(decision);
  }
}

void World::owned(const Event& event) {
  const EndKey end{event.owner.local, event.owner.remote.port};
  if (auto* connection = connections_.downstreamAt(end); connection != nullptr && connection->open())
    return setClient(*connection, event.node);
  if (early_owners_.size() >= kMaxEarlyOwners) early_owners_.clear();
  early_owners_[end] = event.node;
}

bool World::reports(NodeId id) const {
  const auto* found = server(id);
  return found != nullptr && found->built_in;
}

void World::setClient(Connection& connection, NodeId id) {
  auto* client = findClient(id);
  if (client == nullptr || connection.client == id || connection.side != Side::downstream) return;
  if (connection.open()) {
    if (auto* before = findClient(connection.client)) --before->connections;
    ++client->connections;
  }
  recount(connection, [&] { connection.client = id; });
  if (auto* upstream = connections_.joinedTo(connection)) upstream->client = id;
}

void World::setServer(Connection& connection, NodeId id) {
  auto* server = findServer(id);
  if (server == nullptr) return;
  connection.server = id;
  server->peak_connections = std::max(server->peak_connections, ++server->connections);
}

/// What this connection contributes to the sums of its members, `times` over.
void World::tally(const Connection& connection, std::uint64_t times) {
  const auto carried = connection.streams;
  if (connection.side == Side::upstream) {
    not_forwarded_ += times * above(connection.arrived, carried);
    if (auto* server = findServer(connection.server)) server->forwarded += times * carried;
    return;
  }
  auto* client = findClient(connection.client);
  if (client == nullptr) {
    strangers_forwarded_ += times * carried;
    strangers_unobserved_ += times * connection.unobserved;
    return;
  }
  client->forwarded += times * carried;
  client->arrived += times * connection.arrived;
  client->unobserved += times * connection.unobserved;
  if (!connection.open()) client->cut += times * above(carried, connection.arrived + connection.unobserved);
}

}  // namespace switchyard
