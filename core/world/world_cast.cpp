// SPDX-License-Identifier: GPL-3.0-or-later
// The cast: names, states, what members were told, problems and marks.
#include "core/event/text_table.h"
#include "core/world/world.h"

#include <algorithm>

namespace switchyard {
namespace {

// Bounds for hostile recordings; a thousand clients stay below.
constexpr std::size_t kMaxTexts = 300'000;
constexpr std::uint64_t kMaxTextBytes = 32U << 20;

std::uint64_t textKey(Witness witness, NodeId node, TextId id) {
  return std::uint64_t{static_cast<std::uint8_t>(witness)} << 48 | std::uint64_t{node} << 32 |
         id % TextTable::kMost;
}

/// True when no process of the member runs any more. A server that failed its health checks may still run.
bool hasEnded(const StateChange& change) {
  const auto state = change.state;
  return change.pid == 0 && (state == NodeState::stopped || state == NodeState::down ||
                             state == NodeState::failed || state == NodeState::removed);
}

template <typename Member>
Member& append(std::vector<Member>& members, NodeId id, Role role) {
  auto& member = members.emplace_back();
  member.id = id;
  member.role = role;
  member.place = static_cast<int>(members.size() - 1);
  return member;
}

}  // namespace

void World::define(const Event& event) {
  const auto& part = event.text;
  const auto key = textKey(event.witness, event.node, part.id);
  if (texts_.size() >= kMaxTexts && !texts_.contains(key)) return;
  auto& text = texts_[key];
  if (part.part == 0) {
    text_bytes_ -= text.words.size();
    text = {.id = part.id, .words = {}};
  }
  const bool next =  // else one was dropped on its way
      text.id == part.id && text.words.size() == part.part * TextPart::capacity;
  if (!next || text_bytes_ + part.length > kMaxTextBytes) return;
  text.words.append(part.bytes, part.length);
  text_bytes_ += part.length;
}

World::Text* World::findText(const Event& event, TextId id) {
  const auto found = texts_.find(textKey(event.witness, event.node, id));
  return found == texts_.end() || found->second.id != id ? nullptr : &found->second;
}

std::string World::text(const Event& event, TextId id) {
  const auto* found = findText(event, id);
  return found == nullptr ? std::string() : found->words;
}

/// Of a name that somebody outside the cast has signed: our own servers sign otherwise. Looked for once, and
/// again when there are more servers.
Server* World::serverNamed(Text& name) {
  if (name.server == 0 && name.looked_among != servers_.size()) {
    name.looked_among = static_cast<std::uint32_t>(servers_.size());
    for (const auto& server : servers_)
      if (!server.built_in && server.name == name.words) name.server = server.id;
  }
  return findServer(name.server);
}

void World::add(const Event& event) {
  const auto& added = event.added;
  if (node(event.node) != nullptr || servers_.size() + clients_.size() + balancers_.size() >= kMaxNodes)
    return;
  if (places_.size() <= event.node) places_.resize(event.node + std::size_t{1});
  Node* member = nullptr;
  switch (added.role) {
    case Role::client: {
      auto& client = append(clients_, event.node, Role::client);
      client.balancer = added.balancer;
      member = &client;
      break;
    }
    case Role::balancer: {
      auto& balancer = append(balancers_, event.node, Role::balancer);
      balancer.mode = added.mode;
      balancer.algorithm = text(event, added.algorithm);
      member = &balancer;
      break;
    }
    case Role::server: {
      auto& server = append(servers_, event.node, Role::server);
      server.balancer = added.balancer;
      server.weight = server.written_weight = added.weight;
      member = &server;
      break;
    }
  }
  member->name = text(event, added.name);
  member->address = added.address;
  member->built_in = added.built_in != 0;
  member->state_since = member->added_at = event.at;
  places_[event.node] = {added.role, member->place};
}

const Node* World::node(NodeId id) const {
  if (id >= places_.size() || places_[id].index < 0) return nullptr;
  const auto index = static_cast<std::size_t>(places_[id].index);
  switch (places_[id].role) {
    case Role::client:
      return &clients_[index];
    case Role::balancer:
      return &balancers_[index];
    case Role::server:
      return &servers_[index];
  }
  return nullptr;
}

const Server* World::server(NodeId id) const {
  const auto* found = node(id);
  return found != nullptr && found->role == Role::server ? static_cast<const Server*>(found) : nullptr;
}

const Client* World::client(NodeId id) const {
  const auto* found = node(id);
  return found != nullptr && found->role == Role::client ? static_cast<const Client*>(found) : nullptr;
}

const Balancer* World::balancer(NodeId id) const {
  const auto* found = node(id);
  return found != nullptr && found->role == Role::balancer ? static_cast<const Balancer*>(found) : nullptr;
}

void World::changeHealth(const Event& event) {
  auto* server = findServer(event.node);
  if (server == nullptr) return;
  auto& health = server->health;
  const auto& change = event.state;
  if (health.state != change.state && change.state != NodeState::starting)
    addMark({event.at, event.node, change.state, {}, change.cause, change.detail});
  if (health.state != change.state || health.since == 0) health.since = event.at;
  health.state = change.state;
  health.cause = change.cause;
  health.detail = change.detail;
}

void World::changeState(const Event& event) {
  if (event.witness == Witness::balancer) return changeHealth(event);
  auto* member = const_cast<Node*>(node(event.node));
  if (member == nullptr) return;
  const auto& change = event.state;
  member->state = change.state;
  member->cause = change.cause;
  member->cause_detail = change.detail;
  member->pid = change.pid;
  member->state_since = event.at;
  if (hasEnded(change)) {
    if (auto* client = findClient(event.node)) {
      client->lost += std::exchange(client->in_flight, 0);
      calls_.lose(event.node, event.at);
    }
    if (auto* server = findServer(event.node)) {
      server->lost += std::exchange(server->in_flight, 0);
      server->was_killed |= change.cause == Cause::signalled;
    }
  }
  if (change.state != NodeState::starting)
    addMark({event.at, event.node, change.state, {}, change.cause, change.detail});
}

void World::changeWeight(const Event& event) {
  if (auto* server = findServer(event.node)) server->weight = static_cast<std::uint32_t>(event.count.value);
}

void World::changeBehaviour(const Event& event) {
  auto* server = findServer(event.node);
  if (server == nullptr) return;
  server->behaviour = event.behaviour.behaviour;
  if (event.behaviour.written != 0) server->written = event.behaviour.behaviour;
}

void World::changeRate(const Event& event) {
  auto* client = findClient(event.node);
  if (client == nullptr) return;
  client->asked_rate = event.rate.rate;
  if (event.rate.written != 0) client->written_rate = event.rate.rate;
}

void World::addCommand(const Event& event) {
  commands_.push_back({event.at, event.node, event.commanded, text(event, event.commanded.text)});
  if (commands_.size() > kMaxCommands) commands_.pop_front();
}

void World::changePolicy(const Event& event) {
  auto* balancer = findBalancer(event.node);
  if (balancer == nullptr) return;
  balancer->mode = event.policy.mode;
  balancer->algorithm = text(event, event.policy.algorithm);
}

void World::addProblem(const Event& event) {
  problems_.push_back(
      {event.at, event.node, text(event, event.problem.what), text(event, event.problem.remedy)});
  if (problems_.size() > kMaxProblems) problems_.pop_front();
}

void World::addMark(const Event& event) {
  const auto* member = node(event.node);
  addMark({event.at, event.node, member != nullptr ? member->state : NodeState::stopped,
           text(event, event.text.id), Cause::none, 0});
}

void World::addMark(const MarkRecord& mark) {
  marks_.push_back(mark);
  if (marks_.size() > kMaxMarks) marks_.pop_front();
}

void World::countDropped(const Event& event) {
  auto& dropped = dropped_[{event.witness, event.node}];
  if (event.count.value < dropped.told) dropped.before += dropped.told;  // a new process of this node
  dropped.told = event.count.value;
}

std::uint64_t World::droppedEvents() const {
  std::uint64_t sum = 0;
  for (const auto& [writer, dropped] : dropped_) sum += dropped.before + dropped.told;
  return sum;
}

}  // namespace switchyard
