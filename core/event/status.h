// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <cstdint>
#include <string_view>

namespace switchyard {

/// "UNAVAILABLE", … (grpc/grpc, doc/statuscodes.md); "CODE 99" does not exist, so others are "UNKNOWN".
constexpr std::string_view statusName(std::uint8_t status) {
  constexpr std::string_view kNames[] = {
      "OK",        "CANCELLED",       "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
      "NOT_FOUND", "ALREADY_EXISTS",  "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
      "ABORTED",   "OUT_OF_RANGE",    "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
      "DATA_LOSS", "UNAUTHENTICATED",
  };
  return status < std::size(kNames) ? kNames[status] : "UNKNOWN";
}

constexpr std::string_view modeName(Mode mode) {
  return mode == Mode::tcp ? "tcp" : "http";
}

}  // namespace switchyard
