// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/algorithms.h"
#include "core/base/translatable.h"

namespace switchyard {
namespace {

/// The first server that is not full, in the file's order (HAProxy 2.6 manual §4.2 "first"). Score: its
/// place.
class First final : public Policy {
 public:
  Pick pick(std::span<const Candidate> candidates, const Request&, std::span<float> scores) override {
    Pick found;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      scores[i] = static_cast<float>(i + 1);
      if (!found.index && candidates[i].eligible()) found.index = i;
    }
    return found;
  }

  std::string meaning() const override { return "the first server in the file that is not full"; }
};

Explanation explain(std::string_view) {
  return {.compares = Compares::place,
          .title = translatable("Algorithm", "first that is free"),
          .score = translatable("Algorithm", "place"),
          .rule = translatable("Algorithm", "The first server in the file that is not full takes all.")};
}

}  // namespace

Algorithm first() {
  return {
      .name = "first",
      .example = "first",
      .make =
          [](const AlgorithmWords&) { return Result<std::unique_ptr<Policy>>(std::make_unique<First>()); },
      .explain = explain};
}

}  // namespace switchyard
