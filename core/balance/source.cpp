// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/policies.h"

namespace switchyard {

Pick Source::pick(std::span<const Candidate> candidates, const Request& request, std::span<float> scores) {
  std::uint64_t total = 0;
  for (const auto& candidate : candidates)
    if (candidate.eligible()) total += candidate.weight;
  if (total == 0) return {};
  auto address = request.client;
  address.port = 0;
  auto point = std::hash<Endpoint>()(address) % total;
  Pick chosen;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!candidates[i].eligible()) continue;
    scores[i] = 0;
    if (chosen.index) continue;
    if (point < candidates[i].weight) {
      chosen.index = i;
      scores[i] = 1;
    } else {
      point -= candidates[i].weight;
    }
  }
  return chosen;
}

}  // namespace switchyard
