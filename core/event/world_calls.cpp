// SPDX-License-Identifier: GPL-3.0-or-later
// Calls: the three witnesses' words about one call, joined by its CallId, in whatever order they arrive.
#include "core/event/world.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::size_t kMaxPathless = 10'000;  // ends of connections that no balancer has told of yet

}  // namespace

CallRecord& World::record(CallId id) {
  const auto [found, is_new] = call_index_.try_emplace(id, first_call_ + calls_.size());
  if (!is_new) return calls_[found->second - first_call_];
  auto& fresh = calls_.emplace_back();
  fresh.id = id;
  if (!isStranger(id)) fresh.client = callNode(id);
  if (calls_.size() > kMaxCalls) {
    call_index_.erase(calls_.front().id);
    calls_.pop_front();
    ++first_call_;
  }
  return calls_.back();
}

const CallRecord* World::call(CallId id) const {
  const auto found = call_index_.find(id);
  return found == call_index_.end() ? nullptr : &calls_[found->second - first_call_];
}

void World::callStarted(const Event& event) {
  auto& call = record(event.call.call);
  call.sent_at = event.at;
  call.client = event.node;
  if (auto* client = findClient(event.node)) {
    ++client->sent;
    ++client->in_flight;
  }
}

void World::callEnded(const Event& event) {
  auto& call = record(event.call.call);
  call.ended_at = event.at;
  call.status = event.call.status;
  auto* client = findClient(event.node);
  if (client == nullptr) return;
  if (client->in_flight > 0) --client->in_flight;
  client->rate.add(event.at);
  if (call.sent_at != 0) {
    client->last_latency = event.at - call.sent_at;
    client->latency.add(client->last_latency);
    latency_.add(client->last_latency);
  }
  if (event.call.status != 0) {
    ++client->failed;
    ++client->by_status[event.call.status];
    return;
  }
  ++client->ok;
  if (const auto name = text(event, event.call.server_text); !name.empty()) ++client->by_server[name];
}

void World::callReceived(const Event& event) {
  auto& call = record(event.call.call);
  call.received_at = event.at;
  call.server = event.node;
  auto* server = findServer(event.node);
  if (server == nullptr) return;
  ++server->received;
  ++server->in_flight;
  if (isStranger(event.call.call)) ++server->from_strangers;
  server->rate.add(event.at);
  findPath(call, {event.call.peer, server->address.port});
}

void World::callAnswered(const Event& event) {
  auto& call = record(event.call.call);
  call.answered_at = event.at;
  if (isStranger(event.call.call)) call.status = event.call.status;
  auto* server = findServer(event.node);
  if (server == nullptr) return;
  if (server->in_flight > 0) --server->in_flight;
  if (call.received_at != 0) server->latency.add(event.at - call.received_at);
  if (event.call.status == 0) {
    ++server->ok;
  } else {
    ++server->errors;
    ++server->by_status[event.call.status];
  }
}

void World::callRouted(const Event& event) {
  auto& call = record(event.call.call);
  call.routed_at = event.at;
  call.balancer = event.node;
  call.downstream = event.call.connection;
  call.upstream = event.call.upstream;
  call.server = event.call.server;
  call.attempt = event.call.attempt;
  if (auto* balancer = findBalancer(event.node)) ++balancer->forwarded;
  for (const auto id : {event.call.connection, event.call.upstream})
    if (auto* connection = findConnection(event.node, id)) ++connection->streams;
  if (auto* connection = findConnection(event.node, event.call.connection))
    if (!isStranger(event.call.call)) setClient(*connection, callNode(event.call.call));
}

void World::callFinished(const Event& event) {
  record(event.call.call).finished_at = event.at;
}

void World::callRetried(const Event& event) {
  record(event.call.call).attempt = event.call.attempt;
  if (auto* balancer = findBalancer(event.node)) ++balancer->retries;
}

/// Mode tcp: the server knows the far end of its connection; that is a balancer's end, joined to a client's
/// connection.
void World::findPath(CallRecord& call, const EndKey& upstream_end) {
  if (call.upstream != 0) return;  // the balancer has told it itself
  if (const auto* upstream = findByEnd(upstream_ends_, upstream_end)) return takePath(call, *upstream);
  if (pathless_.size() >= kMaxPathless) pathless_.clear();
  pathless_[upstream_end].push_back(call.id);
}

void World::takePath(CallRecord& call, const Connection& upstream) {
  call.balancer = upstream.balancer;
  call.upstream = upstream.id;
  call.downstream = upstream.joined;
  auto* downstream = findConnection(upstream.balancer, upstream.joined);
  if (downstream == nullptr) return;
  if (!isStranger(call.id))
    setClient(*downstream, call.client);
  else
    call.client = downstream->client;
}

}  // namespace switchyard
