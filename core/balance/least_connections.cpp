// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/algorithms.h"
#include "core/base/translatable.h"

#include <algorithm>

namespace switchyard {
namespace {

/// The fewest connections (mode tcp) or calls (mode http) under way, per unit of weight (HAProxy 2.6 manual
/// §4.2 "leastconn"). Among equals each in turn by weight, so that idle servers share evenly and a newcomer
/// has no credit (start-time fair queueing, Goyal et al., SIGCOMM 1996). Score: load per weight; the least
/// wins. O(n).
class LeastConnections final : public Policy {
 public:
  void changed(std::span<const Candidate> candidates) override {
    if (turns_.size() != candidates.size()) turns_.assign(candidates.size(), now_);
  }

  Pick pick(std::span<const Candidate> candidates, const Request&, std::span<float> scores) override {
    Pick best;
    double best_load = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!candidates[i].eligible()) continue;
      const double load = candidates[i].load();
      scores[i] = static_cast<float>(load);
      if (best.index && (load > best_load || (load == best_load && turn(i) >= turn(*best.index)))) continue;
      best.index = i;
      best_load = load;
    }
    if (best.index) {
      now_ = turn(*best.index);
      turns_[*best.index] = now_ + static_cast<double>(kWholeWeight) / candidates[*best.index].effective;
    }
    return best;
  }

  std::string meaning() const override {
    return "the server with the fewest connections (mode tcp) or calls (mode http) under way for its weight";
  }

 private:
  double turn(std::size_t candidate) const { return std::max(now_, turns_[candidate]); }

  std::vector<double> turns_;  ///< when each candidate's next turn comes, on a clock that counts turns
  double now_ = 0;
};

Explanation explain(std::string_view) {
  return {.compares = Compares::load,
          .title = translatable("Algorithm", "least connections"),
          .score = translatable("Algorithm", "load"),
          .rule = translatable("Algorithm",
                               "Load is what is under way, for each unit of weight; the least wins, and "
                               "among equals each in turn.")};
}

}  // namespace

Algorithm leastConnections() {
  return {.name = "leastconn",
          .example = "leastconn",
          .make =
              [](const AlgorithmWords&) {
                return Result<std::unique_ptr<Policy>>(std::make_unique<LeastConnections>());
              },
          .explain = explain};
}

}  // namespace switchyard
