// SPDX-License-Identifier: GPL-3.0-or-later
// The command that undoes what was done to the cast, and how it ended.
#include "core/lab/cast.h"

#include <algorithm>

namespace switchyard {

/// Balancers first: a client whose balancer has failed cannot start.
bool Cast::act(const command::Heal&) {
  healing_ = false;  // of an earlier one, whose end is this one's
  for (const auto role : {Role::balancer, Role::server, Role::client})
    for (auto& [id, member] : members_) {
      if (member.role != role || member.removing) continue;
      restore(member);
      freeze(&member, false);
      if (stage_ == Stage::running) bring(member);  // before, it is started in its turn
    }
  healing_ = true;
  return true;
}

void Cast::restore(Member& member) {
  const auto& written = member.written;
  if (member.role == Role::client && member.traffic.rate != written.rate) setRate(member, written.rate);
  if (member.role != Role::server) return;
  if (member.line.weight != written.weight) setWeight(member, written.weight);
  if (member.exclusion != written.exclusion) setExclusion(member, written.exclusion);
  const auto& now = member.behaviour;
  if (now.latency == written.behaviour.latency && now.jitter == written.behaviour.jitter &&
      now.fail == written.behaviour.fail)
    return;
  member.behaviour = written.behaviour;
  behave(member);
}

/// Nothing that was begun with it is under way.
bool Cast::hasSettled(const Member& member) {
  if (member.role == Role::balancer) return member.state != NodeState::draining;
  return member.removing || (!member.restart && !isLeaving(member) && member.state != NodeState::starting);
}

void Cast::tellHealed() {
  if (!healing_ || stage_ != Stage::running) return;
  std::uint64_t unhealed = 0;
  for (const auto& [id, member] : members_) {
    if (!hasSettled(member)) return;
    if (!member.removing && member.state != NodeState::ready) ++unhealed;
  }
  healing_ = false;
  announcer_.healed(unhealed);
}

}  // namespace switchyard
