// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/members.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace switchyard {

/// A member's slot in its column, counted from the top. Members keep their slot for life, so that nothing
/// jumps when another one goes; who comes later takes the first slot that is free.
struct Slot {
  const Node* node = nullptr;
  int index = 0;
};

/// The slots of those that are still there, from top to bottom.
template <typename Member>
std::vector<Slot> slotsOf(const std::vector<Member>& members) {
  std::vector<const Node*> holders;
  std::vector<std::size_t> vacant;  // slots whose holder was removed, some of them later than others came
  for (const Node& member : members) {
    const auto free = std::find_if(vacant.begin(), vacant.end(), [&](std::size_t slot) {
      return holders[slot]->state_since <= member.added_at;
    });
    auto slot = holders.size();
    if (free == vacant.end()) {
      holders.push_back(&member);
    } else {
      slot = *free;
      holders[slot] = &member;
      vacant.erase(free);
    }
    if (member.state == NodeState::removed)
      vacant.insert(std::lower_bound(vacant.begin(), vacant.end(), slot), slot);
  }
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < holders.size(); ++i)
    if (holders[i]->state != NodeState::removed) slots.push_back({holders[i], static_cast<int>(i)});
  return slots;
}

}  // namespace switchyard
