// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/next_pick.h"

#include <algorithm>

namespace switchyard {
namespace {

const Decision::Candidate* find(const DecisionBook::Candidates& candidates, NodeId server) {
  const auto found = std::find_if(candidates.begin(), candidates.end(),
                                  [server](const auto& one) { return one.server == server; });
  return found == candidates.end() ? nullptr : &*found;
}

bool isEligible(const Server& server, const Decision::Candidate* last) {
  if (server.weight == 0 || server.state == NodeState::draining) return false;
  return last == nullptr || (last->exclusion != Exclusion::maintenance && last->exclusion != Exclusion::down);
}

}  // namespace

std::vector<const Server*> serversOf(const Balancer& balancer, const World& world) {
  std::vector<const Server*> servers;
  for (const auto& server : world.servers())
    if (server.balancer == balancer.id && server.state != NodeState::removed) servers.push_back(&server);
  return servers;
}

NodeId nextInTurn(const Balancer& balancer, const World& world) {
  const auto last = balancer.decisions.lastCandidates();
  double total = 0;
  for (const auto& candidate : last)
    if (candidate.exclusion == Exclusion::none) total += candidate.weight;
  NodeId next = 0;
  double best = 0;
  for (const auto* server : serversOf(balancer, world)) {
    const auto* candidate = find(last, server->id);
    if (!isEligible(*server, candidate)) continue;
    double claim = server->weight;
    if (candidate != nullptr) claim += candidate->score;
    if (server->id == balancer.lastPick()) claim -= total;
    if (next != 0 && claim <= best) continue;
    next = server->id;
    best = claim;
  }
  return next;
}

}  // namespace switchyard
