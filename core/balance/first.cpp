// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/policies.h"

namespace switchyard {

Pick First::pick(std::span<const Candidate> candidates, const Request&, std::span<float> scores) {
  Pick first;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    scores[i] = static_cast<float>(i + 1);
    if (!first.index && candidates[i].eligible()) first.index = i;
  }
  return first;
}

}  // namespace switchyard
