// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/algorithms.h"
#include "core/base/translatable.h"

#include <algorithm>
#include <charconv>
#include <random>

namespace switchyard {
namespace {

constexpr int kDraws = 2;       // HAProxy's default
constexpr int kMostDraws = 64;  // more than a few change nothing any more

/// The eligible candidate in whose share of the total weight `point` lies.
std::size_t at(std::span<const Candidate> candidates, std::uint64_t point) {
  std::size_t last = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!candidates[i].eligible()) continue;
    last = i;
    if (point < candidates[i].effective) break;
    point -= candidates[i].effective;
  }
  return last;
}

/// Draws servers by weight and takes the least loaded of them (HAProxy 2.6 manual §4.2 "random(draws)"; two
/// draws are "the power of two choices", Mitzenmacher 2001). A server may be drawn twice. Score: load per
/// weight of those drawn; the others have -1.
class Random final : public Policy {
 public:
  explicit Random(int draws) : draws_(draws) {}

  Pick pick(std::span<const Candidate> candidates, const Request&, std::span<float> scores) override {
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      scores[i] = -1;
      if (candidates[i].eligible()) total += candidates[i].effective;
    }
    Pick best;
    if (total == 0) return best;
    std::uniform_int_distribution<std::uint64_t> points(0, total - 1);
    for (int draw = 0; draw < draws_; ++draw) {
      const auto drawn = at(candidates, points(generator_));
      scores[drawn] = static_cast<float>(candidates[drawn].load());
      if (!best.index || scores[drawn] < scores[*best.index]) best.index = drawn;
    }
    return best;
  }

  std::string meaning() const override {
    if (draws_ == 1) return "a server drawn at random, in proportion to its weight";
    return "the least loaded of " + std::to_string(draws_) + " servers drawn at random";
  }

 private:
  int draws_;
  std::minstd_rand generator_{std::random_device{}()};
};

Result<std::unique_ptr<Policy>> make(const AlgorithmWords& words) {
  int draws = kDraws;
  if (!words.argument.empty()) {
    const auto* const end = words.argument.data() + words.argument.size();
    const auto [rest, failure] = std::from_chars(words.argument.data(), end, draws);
    if (failure != std::errc{} || rest != end || draws < 1 || draws > kMostDraws)
      return Error{"'random' cannot draw '" + std::string(words.argument) + "' servers.",
                   "Write a whole number from 1 to " + std::to_string(kMostDraws) + ", as in 'random(2)'."};
  }
  return Result<std::unique_ptr<Policy>>(std::make_unique<Random>(draws));
}

std::string_view title(std::string_view draws) {
  if (draws.empty() || draws == "2") return translatable("Algorithm", "power of two choices");
  return draws == "1" ? translatable("Algorithm", "random") : "";
}

Explanation explain(std::string_view draws) {
  return {.compares = Compares::drawn_load,
          .title = title(draws),
          .score = translatable("Algorithm", "load"),
          .rule = translatable(
              "Algorithm", "Servers are drawn by weight; of those drawn the one with the least load wins.")};
}

}  // namespace

Algorithm random() {
  return {.name = "random",
          .example = "random(2)",
          .argument = Algorithm::Argument::optional,
          .make = make,
          .explain = explain};
}

}  // namespace switchyard
