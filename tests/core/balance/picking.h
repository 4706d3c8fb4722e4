// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/balance/policy.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

namespace switchyard {

/// Servers A, B, C … as one algorithm sees them.
class Picking {
 public:
  Picking(std::string_view balance, const std::vector<std::uint32_t>& weights)
      : policy_(std::move(*makePolicy(balance))) {
    for (const auto weight : weights) append(weight);
    policy_->changed(candidates);
  }

  void add(std::uint32_t weight) {
    append(weight);
    policy_->changed(candidates);
  }
  void setWeight(std::size_t server, std::uint32_t weight) {
    candidates[server].weight = weight;
    candidates[server].effective = weight * kWholeWeight;
    policy_->changed(candidates);
  }

  std::optional<std::size_t> index(const Request& request = {}) {
    scores.assign(candidates.size(), 0);
    return policy_->pick(candidates, request, scores).index;
  }
  /// "A", or "-" for nobody.
  std::string pick(const Request& request = {}) {
    const auto picked = index(request);
    return picked ? std::string(1, static_cast<char>('A' + *picked)) : "-";
  }
  std::string picks(int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all += pick();
    return all;
  }
  std::map<std::string, int> count(int picks) {
    std::map<std::string, int> counts;
    for (int i = 0; i < picks; ++i) ++counts[pick()];
    return counts;
  }

  std::vector<Candidate> candidates;
  std::vector<float> scores;  ///< of the last pick

 private:
  void append(std::uint32_t weight) {
    candidates.push_back({.server = static_cast<NodeId>(candidates.size() + 1),
                          .weight = weight,
                          .effective = weight * kWholeWeight});
  }

  std::unique_ptr<Policy> policy_;
};

}  // namespace switchyard
