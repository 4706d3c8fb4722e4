// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/playhead.h"
#include "core/event/replay.h"
#include "core/lab/lab.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace switchyard {

/// One complete experiment in the window: its cast, and the World that its views read. The World is the same
/// object for as long as the lane lives, whatever is opened in it. GUI thread.
class Lane {
 public:
  const World& world() const { return playhead_.shown(); }
  Playhead& playhead() { return playhead_; }
  const Playhead& playhead() const { return playhead_; }
  const Scenario& scenario() const { return scenario_; }
  Lab* lab() { return lab_ ? &*lab_ : nullptr; }

  /// Ends what is open and starts the cast of `scenario`; nobody calls yet.
  void begin(Scenario scenario);
  /// Ends what is open and shows a recording, standing at its end. On an error what is open stays.
  Result<Replay> show(const std::string& recording);
  void end();

  /// Takes what has happened since the last time, at most so much that a flood cannot starve the window.
  /// Returns the stamp of the last event that a person could see, 0 when there was none.
  std::int64_t takeEvents();

 private:
  Playhead playhead_;
  Scenario scenario_;
  std::optional<Lab> lab_;
  std::vector<Event> buffer_{4096};
};

}  // namespace switchyard
