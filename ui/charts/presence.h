// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <cstdint>

namespace switchyard {

/// Was this server part of the cast at that time? From its first mark until it was removed; one whose first
/// mark is forgotten (World::kMaxMarks) counts as there from the beginning.
bool isPresent(const World& world, const Server& server, std::int64_t time);

}  // namespace switchyard
