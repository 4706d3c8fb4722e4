// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/history.h"
#include "core/world/world.h"

#include <cstdint>
#include <optional>

namespace switchyard {

/// Which instant of a run is shown: the present one, as it comes, or one of the last while, standing still or
/// played at any speed. Owns the one World that views read; what happens meanwhile is folded all the same,
/// and no count is lost by looking back. Not thread-safe: one thread owns it.
class Playhead {
 public:
  const World& shown() const { return shown_; }
  const History& history() const { return history_; }

  void apply(const Event& event);  ///< the next event of the run
  /// Shows the run of `other`, which is live, in the same World object; `other` gets the run shown until now.
  void exchange(Playhead& other);

  bool live() const { return !past_; }
  bool paused() const { return paused_; }
  double speed() const { return speed_; }
  std::int64_t time() const { return time_; }  ///< the instant shown, on the clock of Event::at
  std::int64_t begin() const { return history_.begin(); }
  std::int64_t end() const { return history_.end(); }

  /// Time has passed. Live, `now` (the clock of Event::at) is shown; in the past, `elapsed` nanoseconds times
  /// speed() more than before. Reaching the present at full speed makes it live again.
  void advance(std::int64_t elapsed, std::int64_t now);

  void pause();
  void resume();
  void goLive();
  void seek(std::int64_t time);  ///< clamped to begin() … end()
  void setSpeed(double speed);   ///< above 0, at most 1; slower than 1 leaves the present
  void step();                   ///< to the next thing that a person sees, and pause there

 private:
  void leavePresent();

  World shown_;
  World present_;  ///< while the past is shown
  History history_;
  std::optional<Playback> past_;
  bool paused_ = false;
  double speed_ = 1;
  std::int64_t time_ = 0;
};

}  // namespace switchyard
