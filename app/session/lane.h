// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/opening.h"
#include "core/history/playhead.h"
#include "core/lab/lab.h"

#include <cstdint>
#include <future>
#include <memory>
#include <string>
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
  Lab* lab() { return lab_.get(); }

  /// Ends what is open and starts the cast of `scenario`; nobody calls yet. On an error what is open goes on.
  /// @param as_written  listens where the file says, also beyond this computer
  Result<void> begin(Scenario scenario, bool as_written = false);
  void listenAsWritten();
  bool listensAsWritten() const { return as_written_; }
  /// Ends what is open and shows the recording that `file` holds, standing at its end.
  void show(const std::string& file, Replayed recording);
  /// Its processes end, and its ports are free, a little later; whoever begins next waits for that.
  /// @param vacated is fulfilled then
  void end(std::promise<void> vacated = {});

  /// Takes what has happened since the last time, at most so much that a flood cannot starve the window.
  /// Returns the stamp of the last event that a person could see, 0 when there was none.
  std::int64_t takeEvents();

 private:
  Playhead playhead_;
  Scenario scenario_;
  bool as_written_ = false;
  std::unique_ptr<Lab> lab_;
  std::shared_future<void> ended_;  ///< what was open before
  std::vector<Event> buffer_{4096};
};

}  // namespace switchyard
