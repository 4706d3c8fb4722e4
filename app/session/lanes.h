// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/lane.h"
#include "ui/compare/comparison.h"

#include <optional>

namespace switchyard {

/// What is open in the window: one lane, or two that are compared. Both hear the same commands (Control), and
/// one timeline moves both. GUI thread.
class Lanes {
 public:
  Lane& first() { return first_; }
  const Lane& first() const { return first_; }
  Lane& second() { return second_; }
  const Lane& second() const { return second_; }
  const std::optional<Comparison>& comparison() const { return comparison_; }

  /// Starts the cast of the first lane anew, and its twin beside it on other ports, each set up as
  /// `comparison` says and otherwise as the board is now. If the first listens as written, both do, each at
  /// its own ports. On an error what is open stays.
  Result<void> compare(const Comparison& comparison);
  void endComparison();  ///< the first lane goes on

  /// The user's answer to questionToListen(): all balancers of what is open.
  void listenAsWritten();

  /// Every member of both casts is ready, or has failed to become so.
  bool staged() const;
  std::int64_t takeEvents();  ///< Lane::takeEvents

  // As of a Playhead.
  void advance(std::int64_t elapsed, std::int64_t now);
  void pause();
  void resume();
  void goLive();
  void seek(std::int64_t time);
  void setSpeed(double speed);
  void step();  ///< to the next thing that a person sees in either
  std::int64_t begin() const { return first_.playhead().begin(); }
  std::int64_t end() const;

 private:
  std::vector<Playhead*> playheads();

  Lane first_;
  Lane second_;
  std::optional<Comparison> comparison_;
};

}  // namespace switchyard
