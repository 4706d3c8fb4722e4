// SPDX-License-Identifier: GPL-3.0-or-later
// Calls: the three witnesses' words about one call, joined by its CallId, in whatever order they arrive.
// Only the first word of a witness makes a record; its later ones are about a call that is known, or
// forgotten.
#include "core/world/world.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::size_t kMaxPathless = 50'000;  // calls; more means that connections were dropped on their way
constexpr std::size_t kMaxEarlierAttempts = 10'000;  // unanswered because their servers were killed

}  // namespace

Client* World::callerOf(CallId id) {
  return isStranger(id) ? nullptr : findClient(callNode(id));
}

CallRecord& World::record(CallId id) {
  auto& call = calls_.record(id);
  if (call.client == 0 && callerOf(id) != nullptr) call.client = callNode(id);
  return call;
}

void World::callStarted(const Event& event) {
  auto& call = record(event.call.call);
  auto* client = findClient(event.node);
  if (client == nullptr || call.sent_at != 0) return;
  call.sent_at = event.at;
  call.client = event.node;
  if (call.balancer == 0) call.balancer = client->balancer;
  ++client->sent;
  ++client->in_flight;
}

void World::callEnded(const Event& event) {
  auto* client = findClient(event.node);
  auto* call = calls_.find(event.call.call);
  if (client == nullptr || (call != nullptr && call->ended_at != 0)) return;
  countOutcome(*client, event);
  client->rate.add(event.at);
  ended_.add(event.at);
  if (call == nullptr || call->sent_at == 0) return;
  call->ended_at = event.at;
  call->status = event.call.status;
  if (client->in_flight > 0) --client->in_flight;
  measure(*client, *call);
}

void World::countOutcome(Client& client, const Event& event) {
  if (event.call.status != 0) {
    ++client.failed;
    ++client.by_status[event.call.status];
    return;
  }
  ++client.ok;
  auto* name = event.call.server != 0 ? nullptr : findText(event, event.call.server_text);
  auto* server = name != nullptr ? serverNamed(*name) : findServer(event.call.server);
  if (server != nullptr) {
    ++client.by_server[server->id];
    ++server->ok_at_clients;
  } else if (name != nullptr && !name->words.empty()) {
    countForeign(client, name->words);
  }
}

/// Whoever answers may sign each answer with another name.
void World::countForeign(Client& client, const std::string& name) {
  auto known = client.by_name.find(name);
  if (known == client.by_name.end() && client.by_name.size() < kMaxNames)
    known = client.by_name.emplace(name, 0).first;
  ++(known != client.by_name.end() ? known->second : client.by_other_names);
}

void World::measure(Client& client, const CallRecord& call) {
  client.last_latency = call.ended_at - call.sent_at;
  client.latency.add(client.last_latency);
  latency_.add(client.last_latency);
}

void World::callReceived(const Event& event) {
  auto* server = findServer(event.node);
  if (server == nullptr) return;
  ++server->received;
  ++server->in_flight;
  server->rate.add(event.at);
  received_.add(event.at);

  auto& call = record(event.call.call);
  auto* caller = callerOf(call.id);
  if (caller == nullptr)
    ++server->from_strangers;
  else if (!call.handled)
    ++caller->handled;
  call.handled = true;

  const bool earlier_attempt =
      event.at < call.received_at || (call.server != event.node && event.at < call.routed_at);
  if (earlier_attempt) {
    setAside(call.id, event.node, event.at);
  } else {
    displaceAttempt(call);
    call.received_at = event.at;
    call.server = event.node;
  }
  const bool direct = caller != nullptr && caller->balancer == 0;
  if (!direct) findPath(call, {event.call.peer, server->address.port}, event.at);
}

/// The record tells of the last attempt; an earlier one that has no answer yet must still be measured.
void World::setAside(CallId id, NodeId server, std::int64_t received_at) {
  if (earlier_attempts_.size() >= kMaxEarlierAttempts) earlier_attempts_.clear();
  earlier_attempts_[{server, id}] = received_at;
}

void World::displaceAttempt(CallRecord& call) {
  if (call.received_at != 0 && call.answered_at == 0) setAside(call.id, call.server, call.received_at);
  call.received_at = call.answered_at = 0;
}

void World::callAnswered(const Event& event) {
  auto* server = findServer(event.node);
  if (server == nullptr) return;
  countOutcome(*server, event);
  if (server->in_flight > 0) --server->in_flight;
  const auto earlier = earlier_attempts_.extract({event.node, event.call.call});
  if (earlier) return server->latency.add(event.at - earlier.mapped());
  auto* call = calls_.find(event.call.call);
  if (call == nullptr || call->server != event.node || call->received_at == 0) return;
  call->answered_at = event.at;
  server->latency.add(call->answered_at - call->received_at);
  if (callerOf(call->id) == nullptr) call->status = event.call.status;
}

void World::countOutcome(Server& server, const Event& event) {
  if (event.call.status != 0) {
    ++server.errors;
    ++server.by_status[event.call.status];
    return;
  }
  ++server.ok;
  if (callerOf(event.call.call) == nullptr) ++server.ok_to_strangers;
}

void World::callRouted(const Event& event) {
  auto& call = record(event.call.call);
  const bool first = call.routed_at == 0;
  call.routed_at = event.at;
  call.balancer = event.node;
  call.downstream = event.call.connection;
  call.upstream = event.call.upstream;
  call.attempt = event.call.attempt;
  if (call.server != event.call.server && !(first && call.handled)) {  // the new one has not received it yet
    displaceAttempt(call);
    call.server = event.call.server;
  }
  if (auto* balancer = findBalancer(event.node); balancer != nullptr && first) ++balancer->forwarded;
  auto* upstream = connections_.find(event.node, event.call.upstream);
  if (upstream != nullptr) recount(*upstream, [&] { ++upstream->streams; });
  if (auto* downstream = connections_.find(event.node, event.call.connection)) {
    recount(*downstream, [&] {
      if (first) ++downstream->streams;
      if (!reports(event.call.server)) ++downstream->unobserved;
    });
    setClient(*downstream, call.client);
  }
  countArrival(call);
  if (upstream != nullptr && upstream->streams == 1) takeWaiting(*upstream);
}

void World::callFinished(const Event& event) {
  if (auto* call = calls_.find(event.call.call)) call->finished_at = event.at;
}

void World::callRetried(const Event& event) {
  if (auto* call = calls_.find(event.call.call)) call->attempt = event.call.attempt;
  if (auto* balancer = findBalancer(event.node)) ++balancer->retries;
}

/// The server knows the far end of its connection: that is a balancer's end. In mode tcp it is joined to a
/// client's connection; in mode http the balancer itself tells the rest. A balancer that has just changed its
/// mode still ends what it began in the other.
void World::findPath(CallRecord& call, const EndKey& upstream_end, std::int64_t received_at) {
  auto* upstream = connections_.upstreamAt(upstream_end);
  const bool known = upstream != nullptr && upstream->opened_at <= received_at;
  const auto* balancer = known ? findBalancer(upstream->balancer) : nullptr;
  if (known && (upstream->joined != 0 || upstream->streams != 0 ||
                (balancer != nullptr && balancer->mode == Mode::http)))
    return takePath(call, *upstream);
  if (++pathless_count_ > kMaxPathless) {
    pathless_.clear();
    pathless_count_ = 1;
  }
  pathless_[upstream_end].push_back({call.id, received_at});
}

void World::takePath(CallRecord& call, Connection& upstream) {
  recount(upstream, [&] { ++upstream.arrived; });
  if (upstream.server != call.server) return;  // it has been tried elsewhere since
  call.balancer = upstream.balancer;
  call.upstream = upstream.id;
  if (upstream.joined != 0) call.downstream = upstream.joined;
  auto* downstream = connections_.find(call.balancer, call.downstream);
  if (downstream == nullptr) return;
  setClient(*downstream, call.client);
  if (call.client == 0) call.client = downstream->client;
  countArrival(call);
}

/// `upstream` has just become known, or joined: calls that came over it and waited for that.
void World::takeWaiting(Connection& upstream) {
  const auto waiting = pathless_.extract(ConnectionBook::upstreamEnd(upstream));
  if (!waiting) return;
  pathless_count_ -= waiting.mapped().size();
  for (const auto& [id, received_at] : waiting.mapped())
    if (auto* call = calls_.find(id); call != nullptr && received_at >= upstream.opened_at)
      takePath(*call, upstream);
}

/// Counts a call once on the connection over which its client sent it, when a server has received it.
void World::countArrival(CallRecord& call) {
  if (call.on_its_way || !call.handled) return;
  auto* downstream = connections_.find(call.balancer, call.downstream);
  if (downstream == nullptr) return;
  call.on_its_way = true;
  recount(*downstream, [&] { ++downstream->arrived; });
}

}  // namespace switchyard
