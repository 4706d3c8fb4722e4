// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/policy.h"

#include "core/balance/policies.h"

#include <array>

namespace switchyard {
namespace {

struct Row {
  std::string_view name;
  std::unique_ptr<Policy> (*make)();
};

/// An algorithm is known by its row here.
constexpr std::array kRows{
    Row{"roundrobin", []() -> std::unique_ptr<Policy> { return std::make_unique<RoundRobin>(); }},
    Row{"leastconn", []() -> std::unique_ptr<Policy> { return std::make_unique<LeastConnections>(); }},
    Row{"random", []() -> std::unique_ptr<Policy> { return std::make_unique<Random>(2); }},
    Row{"random(1)", []() -> std::unique_ptr<Policy> { return std::make_unique<Random>(1); }},
    Row{"random(2)", []() -> std::unique_ptr<Policy> { return std::make_unique<Random>(2); }},
    Row{"random(3)", []() -> std::unique_ptr<Policy> { return std::make_unique<Random>(3); }},
    Row{"source", []() -> std::unique_ptr<Policy> { return std::make_unique<Source>(); }},
    Row{"first", []() -> std::unique_ptr<Policy> { return std::make_unique<First>(); }},
};

constexpr auto kNames = [] {
  std::array<std::string_view, kRows.size()> names{};
  for (std::size_t i = 0; i < kRows.size(); ++i) names[i] = kRows[i].name;
  return names;
}();

}  // namespace

std::span<const std::string_view> policyNames() {
  return kNames;
}

Result<std::unique_ptr<Policy>> makePolicy(std::string_view balance) {
  for (const auto& row : kRows)
    if (row.name == balance) return row.make();
  std::string known;
  for (const auto name : kNames) known += (known.empty() ? "" : ", ") + std::string(name);
  return Error{"There is no balancing algorithm '" + std::string(balance) + "'.",
               "Use one of: " + known + "."};
}

}  // namespace switchyard
