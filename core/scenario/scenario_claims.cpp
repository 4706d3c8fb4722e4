// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spelling.h"
#include "core/scenario/board.h"
#include "core/scenario/report_pointer.h"

#include <algorithm>

namespace switchyard {
namespace {

using config::shown;
using config::suggest;

/// A pointer into nothing would only fail after the run.
void checkPointer(const std::string& at, int line, const Scenario& scenario, json::Problems& problems) {
  const auto parts = pointerParts(at);
  if (!parts)
    return problems.add(line, shown(at) + " is no pointer into the report.",
                        "Write it as in \"/servers/srv01/calls\".");
  const auto fields = reportFields();
  if (std::find(fields.begin(), fields.end(), parts->front()) == fields.end())
    return problems.add(line, "The report has no field " + shown(parts->front()) + ".",
                        suggest(parts->front(), fields));
  if (parts->size() < 2 || (*parts)[1] == "*") return;
  std::vector<std::string_view> names;
  if (parts->front() == "servers")
    for (const auto& server : scenario.servers) names.push_back(server.name);
  if (parts->front() == "clients")
    for (const auto& client : scenario.clients) names.push_back(client.name);
  if (!names.empty() && std::find(names.begin(), names.end(), (*parts)[1]) == names.end())
    problems.add(line,
                 "There is no " + parts->front().substr(0, parts->front().size() - 1) + " with the name " +
                     shown((*parts)[1]) + ".",
                 suggest((*parts)[1], names));
}

void readClaim(const json::Value& value, Scenario& scenario, json::Problems& problems) {
  constexpr double kGreatest = 1e15;
  json::Fields fields(problems, value, "a claim");
  Claim claim;
  fields.need("text", "\"text\": \"each server got 100 calls\"");
  fields.read("text", claim.text, 200);
  const auto* at = fields.need("at", "\"at\": \"/servers/srv01/calls\"");
  fields.read("at", claim.at, 200);
  if (const auto* is = fields.find("is")) claim.is = is->text();
  const auto bound = [&](std::string_view name, std::optional<double>& out) {
    if (fields.find(name) == nullptr) return;
    double number = 0;
    fields.read(name, number, -kGreatest, kGreatest);
    out = number;
  };
  bound("at_least", claim.at_least);
  bound("at_most", claim.at_most);
  fields.finish();
  if (claim.is.has_value() == (claim.at_least || claim.at_most))
    problems.add(fields.line(), "A claim compares with 'is', or with 'at_least' and 'at_most'.",
                 "Write one of the two.");
  if (claim.at_least && claim.at_most && *claim.at_least > *claim.at_most)
    problems.add(fields.line(), "'at_least' is greater than 'at_most'.", "Swap them.");
  if (at != nullptr && !claim.at.empty()) checkPointer(claim.at, at->line, scenario, problems);
  scenario.claims.push_back(std::move(claim));
}

}  // namespace

void readClaims(const json::Value& value, Scenario& scenario, json::Problems& problems) {
  const auto* items = value.array();
  if (items == nullptr)
    return problems.add(value.line, "'claims' cannot be " + shown(value.text()) + ".",
                        "Write a list: [ { \"text\": \"…\", \"at\": \"/agree\", \"is\": true } ].");
  for (const auto& item : *items) readClaim(item, scenario, problems);
}

}  // namespace switchyard
