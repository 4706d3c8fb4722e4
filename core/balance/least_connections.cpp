// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/policies.h"

namespace switchyard {

Pick LeastConnections::pick(std::span<const Candidate> candidates, const Request&, std::span<float> scores) {
  Pick best;
  double best_load = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto& candidate = candidates[i];
    if (!candidate.eligible()) continue;
    const double load = static_cast<double>(candidate.in_flight) / candidate.weight;
    scores[i] = static_cast<float>(load);
    const bool better =
        !best.index || load < best_load ||
        (load == best_load && last_picked_[candidate.server] < last_picked_[candidates[*best.index].server]);
    if (!better) continue;
    best.index = i;
    best_load = load;
  }
  if (best.index) last_picked_[candidates[*best.index].server] = ++picks_;
  return best;
}

}  // namespace switchyard
