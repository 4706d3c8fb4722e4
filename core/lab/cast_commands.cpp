// SPDX-License-Identifier: GPL-3.0-or-later
// The Lab's commands that add, end and change members of the cast.
#include "core/base/numbers.h"
#include "core/lab/cast.h"
#include "core/net/port.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>

namespace switchyard {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kEndWithin{2000};
constexpr std::uint16_t kPortsTried = 200;

/// "srv03" → "srv04", "client9" → "client10", "web" → "web2".
std::string nextName(const std::string& name) {
  const auto digits = name.find_last_not_of("0123456789") + 1;
  if (digits == name.size()) return name + "2";
  const auto width = static_cast<int>(name.size() - digits);
  const auto number = std::strtoull(name.c_str() + digits, nullptr, 10) + 1;
  char text[32];
  std::snprintf(text, sizeof text, "%0*llu", std::min(width, 20), number);
  return name.substr(0, digits) + text;
}

}  // namespace

void Cast::addServer(NodeId id, NodeId balancer_id) {
  auto* balancer = find(balancer_id);
  if (balancer == nullptr || balancer->role != Role::balancer) return;
  std::string name = "srv00";
  Endpoint address = Endpoint::loopback(50050);
  for (const auto& [other_id, other] : members_) {
    if (other.role != Role::server || other.balancer != balancer_id) continue;
    name = other.name;
    if (other.address.port >= address.port) address = Endpoint::loopback(other.address.port);
  }
  for (std::uint16_t tried = 0; tried < kPortsTried; ++tried) {
    ++address.port;
    const auto free = portIsFree(address);
    if (!free) return announcer_.problem(balancer_id, free.error());
    if (*free) break;
  }
  do {
    name = nextName(name);
  } while (std::any_of(members_.begin(), members_.end(),
                       [&](const auto& one) { return one.second.name == name; }));

  auto& server = add(id, Role::server, name);
  server.balancer = balancer_id;
  server.address = address;
  server.line.name = name;
  server.line.host = address.host();
  server.line.address = address;
  announce(server);
  balancer->servers.push_back(id);
  balancer->engine->addServer(server.line, id);
  watchPorts();
  startServer(server);
}

void Cast::addClient(NodeId id, NodeId balancer_id) {
  const auto* balancer = find(balancer_id);
  if (balancer == nullptr || balancer->role != Role::balancer) return;
  std::string name = "client0";
  TrafficSpec traffic;
  for (const auto& [other_id, other] : members_)
    if (other.role == Role::client) {
      name = other.name;
      traffic = other.traffic;
    }
  do {
    name = nextName(name);
  } while (std::any_of(members_.begin(), members_.end(),
                       [&](const auto& one) { return one.second.name == name; }));
  auto& client = add(id, Role::client, name);
  client.balancer = balancer_id;
  client.traffic = traffic;
  announce(client);
  startClient(client);
}

void Cast::startNode(NodeId id) {
  auto* member = find(id);
  if (member == nullptr || member->state == NodeState::removed) return;
  if (member->process) {
    member->restart = member->leaving != Cause::none;
    return;
  }
  if (member->role == Role::server) return startServer(*member);
  if (member->role == Role::client) return startClient(*member);
  if (member->state != NodeState::ready) startBalancer(*member);
}

void Cast::stopNode(NodeId id) {
  auto* member = find(id);
  if (member == nullptr) return;
  if (member->role == Role::balancer) {
    if (member->state != NodeState::ready) return;
    enter(*member, NodeState::draining, Cause::asked);
    auto former = std::move(member->engine);
    makeEngineOf(*member);
    return retire(*member, std::move(former), kEndWithin);
  }
  if (!member->process || member->leaving != Cause::none) return;
  member->leaving = Cause::asked;
  enter(*member, NodeState::draining, Cause::asked);
  member->process->signal(SIGCONT);  // a frozen one could not hear
  member->process->signal(SIGTERM);
  within(*member, kEndWithin, &Cast::forced);
}

void Cast::killNode(NodeId id) {
  auto* member = find(id);
  if (member == nullptr) return;
  if (member->role == Role::balancer) {
    member->retiring.clear();
    member->engine->stop();
    return enter(*member, NodeState::down, Cause::signalled, SIGKILL);
  }
  if (member->process) member->process->signal(SIGKILL);
}

void Cast::freezeNode(NodeId id, bool freeze) {
  auto* member = find(id);
  if (member == nullptr || !member->process) return;
  if (member->state != (freeze ? stateAtWork(*member) : NodeState::frozen)) return;
  member->process->signal(freeze ? SIGSTOP : SIGCONT);
  enter(*member, freeze ? NodeState::frozen : stateAtWork(*member), Cause::asked);
}

void Cast::removeNode(NodeId id) {
  auto* member = find(id);
  if (member == nullptr || member->role == Role::balancer) return;
  member->removing = true;
  if (member->process) return stopNode(id);
  finishRemoval(*member);
}

void Cast::finishRemoval(Member& member) {
  if (member.role == Role::server)
    if (auto* balancer = find(member.balancer)) {
      std::erase(balancer->servers, member.id);
      balancer->engine->removeServer(member.id);
    }
  enter(member, NodeState::removed, Cause::asked);
}

void Cast::setBehaviour(NodeId id, const ServerBehaviour& behaviour) {
  auto* server = find(id);
  if (server == nullptr || server->role != Role::server) return;
  server->behaviour = behaviour;
  if (server->process)
    server->process->command("behave latency=" + std::to_string(behaviour.latency.count()) + " jitter=" +
                             std::to_string(behaviour.jitter.count()) + " fail=" + toText(behaviour.fail));
}

void Cast::setWeight(NodeId id, std::uint32_t weight) {
  auto* server = find(id);
  if (server == nullptr || server->role != Role::server) return;
  server->line.weight = std::min(weight, 256U);
  for (auto& [other, member] : members_)
    if (member.engine) member.engine->setWeight(id, server->line.weight);
  announcer_.weight(id, server->line.weight);
}

/// Of a process that runs: a server that is drained stays so when it starts again.
NodeState Cast::stateAtWork(const Member& member) {
  return member.exclusion == Exclusion::draining ? NodeState::draining : NodeState::ready;
}

void Cast::setExclusion(NodeId id, Exclusion exclusion) {
  auto* server = find(id);
  if (server == nullptr || server->role != Role::server) return;
  server->exclusion = exclusion;
  for (auto& [other, member] : members_)
    if (member.engine) member.engine->setExclusion(id, exclusion);
  const bool works = server->state == NodeState::ready || server->state == NodeState::draining;
  if (works && server->leaving == Cause::none && server->state != stateAtWork(*server))
    enter(*server, stateAtWork(*server), Cause::asked);
}

void Cast::sampleKernel() {
  kernel_.sample();
}

}  // namespace switchyard
