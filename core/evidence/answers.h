// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <cstdint>
#include <string>
#include <vector>

namespace switchyard {

struct Answers {
  std::string server;
  std::uint64_t count = 0;
};

/// Who has answered `client` with OK: servers of the cast in its order, then others by the names that they
/// gave. Client::by_other_names have signed otherwise still.
std::vector<Answers> answersTo(const World& world, const Client& client);

}  // namespace switchyard
