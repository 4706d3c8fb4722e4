// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/presence.h"

#include <algorithm>

namespace switchyard {

bool isPresent(const World& world, const Server& server, std::int64_t time) {
  if (server.state == NodeState::removed && server.state_since <= time) return false;
  const auto& marks = world.marks();
  const auto first = std::find_if(marks.begin(), marks.end(),
                                  [&](const MarkRecord& mark) { return mark.node == server.id; });
  return first == marks.end() || marks.size() >= World::kMaxMarks || first->at <= time;
}

}  // namespace switchyard
