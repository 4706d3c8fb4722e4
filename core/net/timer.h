// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/loop.h"

#include <asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace switchyard {

/// Does something once a time has passed. What was to be done is not done any more when the timer has been
/// cancelled, set anew or destroyed, not even when its time had come and Asio had only not called it yet. It
/// may do all three itself. Used on the loop only; so late as Loop says.
class Timer {
 public:
  explicit Timer(Loop& loop) : timer_(loop.io()) {}

  /// Instead of what was to be done before.
  void after(std::chrono::nanoseconds delay, std::function<void()> work);
  /// Again and again.
  void every(std::chrono::nanoseconds period, std::function<void()> work);
  void cancel();

 private:
  asio::steady_timer timer_;
  std::shared_ptr<std::function<void()>> work_;  ///< Asio's handlers know it, and do not keep it
};

}  // namespace switchyard
