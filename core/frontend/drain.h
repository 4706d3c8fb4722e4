// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/timer.h"

#include <chrono>
#include <functional>

namespace switchyard {

/// The end of an engine that accepts no more: what it carries ends by itself or is cut when its time is over.
/// Once nothing is left that is told, in a turn of its own, unless the engine has been destroyed meanwhile.
/// Used on the loop only.
class Drain {
 public:
  explicit Drain(Loop& loop) : loop_(loop), timer_(loop) {}

  /// Asked again, the sooner deadline counts, and the later `done`.
  /// @param cut ends all that is left, and with it the drain
  void begin(std::chrono::milliseconds within, std::function<void()> cut, std::function<void()> done);
  bool begun() const { return done_ != nullptr; }
  /// Nothing is left. Without effect unless it has begun.
  void end();

 private:
  Loop& loop_;
  Timer timer_;
  std::int64_t cut_at_ = 0;  ///< 0: no deadline
  std::function<void()> done_;
};

}  // namespace switchyard
