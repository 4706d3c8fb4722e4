// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/policy.h"

#include "core/balance/algorithms.h"
#include "core/base/translatable.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace switchyard {
namespace {

const auto kNames = [] {
  std::array<std::string_view, kAlgorithms.size()> names;
  std::transform(kAlgorithms.begin(), kAlgorithms.end(), names.begin(),
                 [](auto row) { return row().example; });
  return names;
}();

constexpr std::string_view kConsistent = "consistent";
constexpr std::string_view kMapBased = "map-based";

/// "hdr(x-user) consistent 150" in its parts.
struct Written {
  std::string_view name;
  std::string_view argument;
  bool parentheses = false;
  std::string_view hash_type;
  std::string_view bound;
};

Written parse(std::string_view balance) {
  Written written;
  if (const auto blank = balance.find(' '); blank != std::string_view::npos) {
    written.hash_type = balance.substr(blank + 1);
    balance = balance.substr(0, blank);
    if (const auto second = written.hash_type.find(' '); second != std::string_view::npos) {
      written.bound = written.hash_type.substr(second + 1);
      written.hash_type = written.hash_type.substr(0, second);
    }
  }
  const auto open = balance.find('(');
  written.parentheses = open != std::string_view::npos && balance.ends_with(')');
  if (written.parentheses) {
    written.argument = balance.substr(open + 1, balance.size() - open - 2);
    balance = balance.substr(0, open);
  }
  written.name = balance;
  return written;
}

std::optional<Algorithm> find(std::string_view name) {
  for (const auto row : kAlgorithms)
    if (auto algorithm = row(); algorithm.name == name) return algorithm;
  return std::nullopt;
}

Error unknown(std::string_view balance) {
  std::string known;
  for (const auto name : kNames) known += (known.empty() ? "" : ", ") + std::string(name);
  return {"There is no balancing algorithm '" + std::string(balance) + "'.", "Use one of: " + known + "."};
}

}  // namespace

Explanation explanationOf(std::string_view balance) {
  const auto written = parse(balance);
  const auto found = find(written.name);
  return found ? found->explain(written.argument) : Explanation{};
}

Explanation hashExplanation(std::string_view title) {
  return {.compares = Compares::hash,
          .title = title,
          .score = translatable("Algorithm", "match"),
          .rule = translatable(
              "Algorithm", "A hash of the request names the server; the same key goes to the same server.")};
}

std::span<const std::string_view> policyNames() {
  return kNames;
}

Result<std::unique_ptr<Policy>> makePolicy(std::string_view balance) {
  const auto written = parse(balance);
  const auto found = find(written.name);
  if (!found) return unknown(balance);
  const std::string usage = "Write it as in '" + std::string(found->example) + "'.";
  if (written.parentheses ? found->argument == Algorithm::Argument::none || written.argument.empty()
                          : found->argument == Algorithm::Argument::required)
    return Error{"The algorithm '" + std::string(written.name) + "' takes " +
                     (found->argument == Algorithm::Argument::none ? "nothing" : "a value") +
                     " in parentheses.",
                 usage};
  const bool consistent = written.hash_type == kConsistent;
  if (!written.hash_type.empty() && (!found->hashes || !(consistent || written.hash_type == kMapBased)))
    return Error{"'" + std::string(written.hash_type) + "' does not belong behind '" +
                     std::string(written.name) + "'.",
                 found->hashes ? "Write 'map-based' or 'consistent'." : usage};
  HashType hash{.consistent = consistent};
  if (!written.bound.empty()) {
    const auto* const end = written.bound.data() + written.bound.size();
    const auto [rest, failure] = std::from_chars(written.bound.data(), end, hash.bound);
    if (!consistent || failure != std::errc{} || rest != end || hash.bound <= 100)
      return Error{"'" + std::string(written.bound) + "' is no bound for '" + std::string(written.hash_type) +
                       "' hashing.",
                   "Write a percentage above 100 behind 'consistent'."};
  }
  return found->make({written.argument, hash});
}

}  // namespace switchyard
