// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/algorithms.h"
#include "core/base/translatable.h"

namespace switchyard {
namespace {

/// Each server in turn, by weight, evenly interleaved: weights 3:1 give A A B A, not A A A B (smooth weighted
/// round robin, as HAProxy and nginx do; HAProxy 2.6 manual §4.2 "roundrobin"). Score: the turn's claim; the
/// greatest wins. O(n).
class RoundRobin final : public Policy {
 public:
  void changed(std::span<const Candidate> candidates) override {
    if (claims_.size() != candidates.size()) claims_.assign(candidates.size(), 0);
  }

  Pick pick(std::span<const Candidate> candidates, const Request&, std::span<float> scores) override {
    Pick best;
    std::int64_t best_claim = 0;
    std::int64_t total = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!candidates[i].eligible()) continue;
      auto& claim = claims_[i];
      claim += candidates[i].effective;
      total += candidates[i].effective;
      scores[i] = static_cast<float>(claim) / kWholeWeight;
      if (best.index && claim <= best_claim) continue;
      best.index = i;
      best_claim = claim;
    }
    if (best.index) claims_[*best.index] -= total;
    return best;
  }

  std::string meaning() const override { return "each server in turn, in proportion to its weight"; }

 private:
  std::vector<std::int64_t> claims_;  ///< of each candidate
};

Explanation explain(std::string_view) {
  return {.compares = Compares::turns,
          .title = translatable("Algorithm", "round robin"),
          .score = translatable("Algorithm", "claim"),
          .rule = translatable("Algorithm",
                               "Each pick adds its weight to every server's claim; the greatest claim is "
                               "served and pays back the sum of the weights.")};
}

}  // namespace

Algorithm roundRobin() {
  return {.name = "roundrobin",
          .example = "roundrobin",
          .make =
              [](const AlgorithmWords&) {
                return Result<std::unique_ptr<Policy>>(std::make_unique<RoundRobin>());
              },
          .explain = explain};
}

}  // namespace switchyard
