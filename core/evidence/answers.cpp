// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/answers.h"

namespace switchyard {

std::vector<Answers> answersTo(const World& world, const Client& client) {
  std::vector<Answers> answers;
  for (const auto& [server, count] : client.by_server)
    if (const auto* member = world.server(server)) answers.push_back({member->name, count});
  for (const auto& [name, count] : client.by_name) answers.push_back({name, count});
  return answers;
}

}  // namespace switchyard
