// SPDX-License-Identifier: GPL-3.0-or-later
// Commands to the servers of the cast: how each treats its calls, and whether it is picked.
#include "core/base/numbers.h"
#include "core/lab/cast.h"

#include <algorithm>

namespace switchyard {
namespace {

using std::chrono::microseconds;

constexpr microseconds kLongestLatency = std::chrono::hours(1);  // as scenarios have it
constexpr std::uint32_t kGreatestWeight = 256;                   // HAProxy 2.6 manual §5.2 "weight"

}  // namespace

bool Cast::act(const command::Slow& command) {
  auto* server = find(command.node, Role::server);
  if (server == nullptr || !server->built_in) return false;
  auto& behaviour = server->behaviour;
  behaviour.latency = std::min(behaviour.latency + std::min(command.by, kLongestLatency), kLongestLatency);
  behave(*server);
  return true;
}

bool Cast::act(const command::SetLatency& command) {
  auto* server = find(command.node, Role::server);
  if (server == nullptr || !server->built_in) return false;
  server->behaviour.latency = std::min(command.latency, kLongestLatency);
  server->behaviour.jitter = std::min(command.jitter, server->behaviour.latency);
  behave(*server);
  return true;
}

bool Cast::act(const command::SetFailures& command) {
  auto* server = find(command.node, Role::server);
  if (server == nullptr || !server->built_in) return false;
  server->behaviour.fail = std::clamp(command.share, 0.0, 1.0);
  behave(*server);
  return true;
}

/// As its orders are now; a process that starts later has them from its beginning.
void Cast::behave(Member& server) {
  const auto& how = server.behaviour;
  if (server.process)
    server.process->command("behave latency=" + std::to_string(how.latency.count()) + " jitter=" +
                            std::to_string(how.jitter.count()) + " fail=" + toText(how.fail));
  tellBehaviour(server, false);
}

void Cast::tellBehaviour(const Member& server, bool written) {
  using std::chrono::nanoseconds;
  announcer_.behaviour(server.id,
                       {.latency = nanoseconds(server.behaviour.latency).count(),
                        .jitter = nanoseconds(server.behaviour.jitter).count(),
                        .fail = server.behaviour.fail,
                        .exclusion = server.exclusion},
                       written);
}

bool Cast::act(const command::SetWeight& command) {
  auto* server = find(command.node, Role::server);
  if (server == nullptr) return false;
  setWeight(*server, std::min(command.weight, kGreatestWeight));
  return true;
}

void Cast::setWeight(Member& server, std::uint32_t weight) {
  server.line.weight = weight;
  for (auto& [other, member] : members_)
    if (member.engine) member.engine->setWeight(server.id, weight);
  announcer_.weight(server.id, weight);
}

/// Of a process that runs: a server that is drained stays so when it starts again.
NodeState Cast::stateAtWork(const Member& member) {
  return member.exclusion == Exclusion::draining ? NodeState::draining : NodeState::ready;
}

bool Cast::act(const command::SetExclusion& command) {
  auto* server = find(command.node, Role::server);
  if (server == nullptr || !mayBeAsked(command.exclusion)) return false;
  setExclusion(*server, command.exclusion);
  return true;
}

void Cast::setExclusion(Member& server, Exclusion exclusion) {
  server.exclusion = exclusion;
  for (auto& [other, member] : members_)
    if (member.engine) member.engine->setExclusion(server.id, exclusion);
  tellBehaviour(server, false);
  const bool works = server.state == NodeState::ready || server.state == NodeState::draining;
  if (works && !isLeaving(server) && server.state != stateAtWork(server))
    enter(server, stateAtWork(server), Cause::asked);
}

}  // namespace switchyard
