// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenario/report_pointer.h"

namespace switchyard {
namespace {

constexpr std::string_view kFields[] = {"servers",  "clients",    "balancer",       "connections", "agree",
                                        "fairness", "latency_ms", "dropped_events", "claims"};

}  // namespace

std::span<const std::string_view> reportFields() {
  return kFields;
}

std::optional<std::vector<std::string>> pointerParts(std::string_view pointer) {
  if (pointer.size() < 2 || pointer.front() != '/') return std::nullopt;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      parts.emplace_back();
    } else if (pointer[i] == '~') {  // RFC 6901 §3: "~0" is '~', "~1" is '/'
      const char next = i + 1 < pointer.size() ? pointer[++i] : '\0';
      if (next != '0' && next != '1') return std::nullopt;
      parts.back() += next == '0' ? '~' : '/';
    } else {
      parts.back() += pointer[i];
    }
  }
  return parts;
}

}  // namespace switchyard
