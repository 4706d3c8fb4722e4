// SPDX-License-Identifier: GPL-3.0-or-later
// The cast: names, states, weights, problems and marks.
#include "core/event/world.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::size_t kMaxTexts = 100'000;  // a bound for hostile recordings

std::uint64_t textKey(Witness witness, NodeId node, TextId id) {
  return std::uint64_t{static_cast<std::uint8_t>(witness)} << 48 | std::uint64_t{node} << 32 | id;
}

bool hasEnded(NodeState state) {
  return state == NodeState::stopped || state == NodeState::down || state == NodeState::failed ||
         state == NodeState::removed;
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
  if (part.id == 0 || part.length > TextPart::capacity || texts_.size() > kMaxTexts) return;
  auto& text = texts_[textKey(event.witness, event.node, part.id)];
  if (part.part == 0) text.clear();
  if (text.size() <= 1000) text.append(part.bytes, part.length);
}

std::string World::text(const Event& event, TextId id) const {
  const auto found = texts_.find(textKey(event.witness, event.node, id));
  return found == texts_.end() ? std::string() : found->second;
}

void World::add(const Event& event) {
  const auto& added = event.added;
  if (event.node == 0 || node(event.node) != nullptr) return;
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
      server.weight = added.weight;
      member = &server;
      break;
    }
    default:
      return;
  }
  member->name = text(event, added.name);
  member->address = added.address;
  member->built_in = added.built_in != 0;
  member->state_since = event.at;
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

Server* World::findServer(NodeId id) {
  return const_cast<Server*>(server(id));
}
Client* World::findClient(NodeId id) {
  return const_cast<Client*>(client(id));
}
Balancer* World::findBalancer(NodeId id) {
  return const_cast<Balancer*>(balancer(id));
}

void World::changeState(const Event& event) {
  auto* member = const_cast<Node*>(node(event.node));
  if (member == nullptr) return;
  const auto& change = event.state;
  member->state = change.state;
  member->cause = change.cause;
  member->cause_detail = change.detail;
  member->pid = change.pid;
  member->state_since = event.at;
  if (hasEnded(change.state)) {
    if (auto* client = findClient(event.node)) client->lost += std::exchange(client->in_flight, 0);
    if (auto* server = findServer(event.node)) {
      server->lost += std::exchange(server->in_flight, 0);
      server->was_killed |= change.cause == Cause::signalled;
    }
  }
  if (change.state != NodeState::starting) {
    marks_.push_back({event.at, event.node, change.state, {}});
    if (marks_.size() > kMaxMarks) marks_.pop_front();
  }
}

void World::changeWeight(const Event& event) {
  if (auto* server = findServer(event.node)) server->weight = static_cast<std::uint32_t>(event.count.value);
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
  marks_.push_back({event.at, event.node, member != nullptr ? member->state : NodeState::stopped,
                    text(event, event.text.id)});
  if (marks_.size() > kMaxMarks) marks_.pop_front();
}

}  // namespace switchyard
