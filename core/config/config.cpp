// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace switchyard::config {
namespace {

constexpr std::string_view severityName(Diagnostic::Severity severity) {
  switch (severity) {
    case Diagnostic::Severity::note:
      return "note";
    case Diagnostic::Severity::warning:
      return "warning";
    case Diagnostic::Severity::error:
      return "error";
  }
  return "error";
}

struct TimeUnit {
  std::string_view suffix;
  std::uint64_t microseconds;
};
constexpr TimeUnit kTimeUnits[] = {
    {"us", 1},         {"", 1'000},          {"ms", 1'000},         {"s", 1'000'000},
    {"m", 60'000'000}, {"h", 3'600'000'000}, {"d", 86'400'000'000},
};
constexpr std::uint64_t kGreatestTime = std::numeric_limits<std::int32_t>::max();  // milliseconds, as HAProxy

}  // namespace

std::string Diagnostic::text(std::string_view file) const {
  std::string text(file);
  if (line > 0) text += ":" + std::to_string(line);
  text += ": ";
  text += severityName(severity);
  text += ": " + what;
  if (!remedy.empty()) text += " " + remedy;
  return text;
}

bool overlap(const Bind& one, const Bind& other) {
  const auto covers = [](const Bind& wide, const Endpoint& address) {
    return wide.address.isAny() &&
           (wide.address.isV4() == address.isV4() || (address.isV4() && !wide.v6only));
  };
  return one.address.port == other.address.port &&
         (one.address == other.address || covers(one, other.address) || covers(other, one.address));
}

const Backend* Config::backend(std::string_view name) const {
  const auto found =
      std::find_if(backends.begin(), backends.end(), [&](const Backend& b) { return b.name == name; });
  return found == backends.end() ? nullptr : &*found;
}

std::optional<std::chrono::microseconds> parseMicroseconds(std::string_view text) {
  std::uint64_t number = 0;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{}) return std::nullopt;
  const std::string_view suffix(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  for (const auto& unit : kTimeUnits) {
    if (unit.suffix != suffix) continue;
    if (number > kGreatestTime * 1'000 / unit.microseconds) return std::nullopt;
    return std::chrono::microseconds(number * unit.microseconds);
  }
  return std::nullopt;
}

std::optional<Milliseconds> parseTime(std::string_view text) {
  const auto time = parseMicroseconds(text);
  return time ? std::optional(std::chrono::ceil<Milliseconds>(*time)) : std::nullopt;
}

std::string timeText(Milliseconds time) {
  const auto count = time.count();
  if (count == 0) return "none";
  if (count % 3'600'000 == 0) return std::to_string(count / 3'600'000) + " h";
  if (count % 60'000 == 0 && count > 60'000) return std::to_string(count / 60'000) + " min";
  if (count % 1'000 == 0) return std::to_string(count / 1'000) + " s";
  return std::to_string(count) + " ms";
}

}  // namespace switchyard::config
