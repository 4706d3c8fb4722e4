// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/policies.h"

namespace switchyard {
namespace {

/// The eligible candidate in whose share of the total weight `point` lies.
std::optional<std::size_t> at(std::span<const Candidate> candidates, std::uint64_t point) {
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!candidates[i].eligible()) continue;
    if (point < candidates[i].weight) return i;
    point -= candidates[i].weight;
  }
  return std::nullopt;
}

}  // namespace

Pick Random::pick(std::span<const Candidate> candidates, const Request&, std::span<float> scores) {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    scores[i] = -1;
    if (candidates[i].eligible()) total += candidates[i].weight;
  }
  Pick best;
  if (total == 0) return best;
  std::uniform_int_distribution<std::uint64_t> points(0, total - 1);
  for (int draw = 0; draw < draws_; ++draw) {
    const auto drawn = at(candidates, points(generator_));
    scores[*drawn] =
        static_cast<float>(candidates[*drawn].in_flight) / static_cast<float>(candidates[*drawn].weight);
    if (!best.index || scores[*drawn] < scores[*best.index]) best.index = drawn;
  }
  return best;
}

}  // namespace switchyard
