// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/policy.h"

#include "core/balance/algorithms.h"

#include <algorithm>
#include <array>

namespace switchyard {
namespace {

const std::array kAlgorithms{roundRobin(), leastConnections(), first(), random(), source(), uri(), header()};

const auto kNames = [] {
  std::array<std::string_view, kAlgorithms.size()> names;
  std::transform(kAlgorithms.begin(), kAlgorithms.end(), names.begin(),
                 [](const Algorithm& algorithm) { return algorithm.example; });
  return names;
}();

constexpr std::string_view kConsistent = "consistent";
constexpr std::string_view kMapBased = "map-based";

/// "hdr(x-user) consistent" in its parts.
struct Written {
  std::string_view name;
  std::string_view argument;
  bool parentheses = false;
  std::string_view hash_type;
};

Written parse(std::string_view balance) {
  Written written;
  if (const auto blank = balance.find(' '); blank != std::string_view::npos) {
    written.hash_type = balance.substr(blank + 1);
    balance = balance.substr(0, blank);
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

Error unknown(std::string_view balance) {
  std::string known;
  for (const auto name : kNames) known += (known.empty() ? "" : ", ") + std::string(name);
  return {"There is no balancing algorithm '" + std::string(balance) + "'.", "Use one of: " + known + "."};
}

}  // namespace

std::span<const std::string_view> policyNames() {
  return kNames;
}

Result<std::unique_ptr<Policy>> makePolicy(std::string_view balance) {
  const auto written = parse(balance);
  const auto found = std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                                  [&](const Algorithm& one) { return one.name == written.name; });
  if (found == kAlgorithms.end()) return unknown(balance);
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
  return found->make({written.argument, consistent});
}

}  // namespace switchyard
