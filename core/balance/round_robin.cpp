// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/policies.h"

namespace switchyard {

Pick RoundRobin::pick(std::span<const Candidate> candidates, const Request&, std::span<float> scores) {
  Pick best;
  std::int64_t best_claim = 0;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!candidates[i].eligible()) continue;
    auto& claim = claims_[candidates[i].server];
    claim += candidates[i].weight;
    total += candidates[i].weight;
    scores[i] = static_cast<float>(claim);
    if (best.index && claim <= best_claim) continue;
    best.index = i;
    best_claim = claim;
  }
  if (best.index) claims_[candidates[*best.index].server] -= total;
  return best;
}

}  // namespace switchyard
