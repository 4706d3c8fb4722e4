// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/claims.h"

#include "core/scenario/report_pointer.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

namespace switchyard {
namespace {

using Json = nlohmann::ordered_json;

/// The values that a pointer's parts lead to from `value`: one, or with '*' any number.
void collect(const Json& value, std::span<const std::string> parts, std::vector<Json>& found) {
  if (parts.empty()) {
    found.push_back(value);
    return;
  }
  const auto& part = parts.front();
  const auto rest = parts.subspan(1);
  if (part == "*") {
    if (value.is_structured())
      for (const auto& member : value) collect(member, rest, found);
  } else if (value.is_object()) {
    if (const auto member = value.find(part); member != value.end()) collect(*member, rest, found);
  } else if (value.is_array()) {
    const auto index =
        part.find_first_not_of("0123456789") == std::string::npos && part.size() < 10 && !part.empty()
            ? std::stoul(part)
            : value.size();
    if (index < value.size()) collect(value[index], rest, found);
  }
}

bool isWithin(const Json& value, const Claim& claim) {
  if (!value.is_number()) return false;
  const double number = value.get<double>();
  return (!claim.at_least || number >= *claim.at_least) && (!claim.at_most || number <= *claim.at_most);
}

}  // namespace

ClaimResult evaluate(const Json& report, const Claim& claim) {
  ClaimResult result{.text = claim.text, .holds = false, .measured = "nothing there"};
  const auto parts = pointerParts(claim.at);
  std::vector<Json> found;
  if (parts) collect(report, *parts, found);
  if (found.empty()) return result;

  const bool as_list = std::find(parts->begin(), parts->end(), "*") != parts->end();
  std::sort(found.begin(), found.end(), std::greater<>());
  result.measured.clear();
  for (const auto& value : found) result.measured += (result.measured.empty() ? "" : " ") + value.dump();

  if (claim.is) {
    const auto expected = Json::parse(*claim.is, nullptr, /*allow_exceptions=*/false);
    result.holds = as_list ? expected == Json(found) : expected == found.front();
  } else {
    result.holds =
        std::all_of(found.begin(), found.end(), [&](const Json& value) { return isWithin(value, claim); });
  }
  return result;
}

}  // namespace switchyard
