// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "tests/support/small_world.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace switchyard::config {

constexpr auto kNote = Diagnostic::Severity::note;
constexpr auto kWarning = Diagnostic::Severity::warning;
constexpr auto kError = Diagnostic::Severity::error;

inline Reading read(std::string_view text) {
  return readHaproxy(text, smallWorld());
}

/// Whether a line was said to be so, in `what` or `remedy`.
inline bool says(const Reading& reading, int line, Diagnostic::Severity severity, std::string_view part) {
  return std::any_of(reading.diagnostics.begin(), reading.diagnostics.end(), [&](const Diagnostic& d) {
    return d.line == line && d.severity == severity &&
           (d.what + " " + d.remedy).find(part) != std::string::npos;
  });
}

inline std::string everything(const Reading& reading) {
  std::string all;
  for (const auto& diagnostic : reading.diagnostics) all += diagnostic.text("test.cfg") + "\n";
  return all;
}

/// A usable file of three sections; `front` and `back` are lines to add at lines 9 and 13 (when each is one
/// line).
inline std::string file(std::string_view front = "", std::string_view back = "") {
  return "defaults\n timeout connect 1s\n mode tcp\n balance first\n timeout client 1h\n timeout "
         "server 1h\n"
         "frontend f\n bind 127.0.0.1:8443\n" +
         std::string(front) +
         "\n default_backend b\n"
         "backend b\n server s1 127.0.0.1:50051\n" +
         std::string(back) + "\n";
}
constexpr int kFrontLine = 9;
constexpr int kBackLine = 13;

}  // namespace switchyard::config
