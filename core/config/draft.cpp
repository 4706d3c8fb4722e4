// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/draft.h"

#include "core/base/spelling.h"

#include <algorithm>
#include <charconv>

namespace switchyard::config {

std::string_view sectionName(Section section) {
  switch (section) {
    case kGlobal:
      return "global";
    case kDefaults:
      return "defaults";
    case kFrontend:
      return "frontend";
    case kListen:
      return "listen";
    case kBackend:
      return "backend";
    default:
      return "";
  }
}

void Draft::note(int line, std::string what, std::string remedy) {
  say({Diagnostic::Severity::note, line, std::move(what), std::move(remedy)});
}

void Draft::warn(int line, std::string what, std::string remedy) {
  say({Diagnostic::Severity::warning, line, std::move(what), std::move(remedy)});
}

void Draft::fail(int line, std::string what, std::string remedy) {
  diagnostics.push_back({Diagnostic::Severity::error, line, std::move(what), std::move(remedy)});
  ++errors;
}

void Draft::sayUnused(int line, const std::string& text, Diagnostic::Severity severity, std::string_view why,
                      std::string_view remedy) {
  if (why.empty()) return;
  const std::string reason = std::string(why) + ".";
  if (severity == Diagnostic::Severity::error)
    return fail(line, text + " is not supported: " + reason, std::string(remedy));
  say({severity, line, text + " has no effect here, because " + reason, std::string(remedy)});
}

void Draft::say(Diagnostic diagnostic) {
  if (diagnostics.size() < kMostDiagnostics)
    diagnostics.push_back(std::move(diagnostic));
  else
    ++unsaid;
}

const Proxy* Draft::find(std::string_view name, unsigned sections) const {
  const auto found = std::find_if(proxies.rbegin(), proxies.rend(), [&](const Proxy& candidate) {
    return candidate.name == name && (candidate.section & sections) != 0;
  });
  return found == proxies.rend() ? nullptr : &*found;
}

std::optional<std::uint32_t> readNumber(Draft& draft, int line, std::string_view subject,
                                        std::string_view text, std::uint32_t low, std::uint32_t high) {
  std::uint32_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure == std::errc{} && end == text.data() + text.size() && number >= low && number <= high)
    return number;
  draft.fail(line, "'" + std::string(subject) + "' cannot be " + shown(text) + ".",
             "Write a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ".");
  return std::nullopt;
}

std::optional<Milliseconds> readTime(Draft& draft, int line, std::string_view subject,
                                     std::string_view text) {
  const auto time = parseTime(text);
  if (!time)
    draft.fail(
        line, "'" + std::string(subject) + "' cannot be " + shown(text) + ".",
        "Write a time of at most 24 days, as in '10s' (us, ms, s, m, h, d; a bare number is milliseconds).");
  return time;
}

}  // namespace switchyard::config
