// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/history/recording.h"
#include "core/world/world.h"

#include <cstdint>
#include <functional>
#include <span>

namespace switchyard {

/// How a recording was read.
struct Replay {
  RecordingHeader header;
  std::uint64_t events = 0;   ///< that were applied
  std::uint64_t damaged = 0;  ///< events left out because they were not well-formed
  bool cut = false;           ///< the file has no end; what is there was applied
};

/// What a recording may make of a World, so that a hostile one cannot take the machine's memory. Members,
/// calls, texts and the rest are limited by World itself.
constexpr std::size_t kMostOpenConnections = 100'000;

/// Reads the recording `path` from its first event to its last, a piece at a time, in memory that depends on
/// what there is to show and not on the file's length.
/// @param apply  takes the next events, and returns the World that has applied them
/// @param go_on  asked between two pieces, with what is done, 0 to 1; false gives up, which is an error
Result<Replay> replay(const std::string& path,
                      const std::function<const World&(std::span<const Event>)>& apply,
                      const std::function<bool(double done)>& go_on);

}  // namespace switchyard
