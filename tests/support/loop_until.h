// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/loop.h"

#include <asio/steady_timer.hpp>
#include <chrono>
#include <functional>

namespace switchyard {

/// Runs `loop` until `holds`, or for at most `limit`; true when it holds.
inline bool loopUntil(Loop& loop, const std::function<bool()>& holds,
                      std::chrono::milliseconds limit = std::chrono::seconds(20)) {
  constexpr std::chrono::milliseconds kLook{2};
  const auto end = std::chrono::steady_clock::now() + limit;
  asio::steady_timer timer(loop.io());
  std::function<void(std::error_code)> look = [&](std::error_code) {
    if (holds() || std::chrono::steady_clock::now() > end) return loop.stop();
    timer.expires_after(kLook);
    timer.async_wait(look);
  };
  loop.io().restart();
  loop.post([&] { look({}); });
  loop.run();
  return holds();
}

inline void loopFor(Loop& loop, std::chrono::milliseconds time) {
  loopUntil(
      loop, [] { return false; }, time);
}

}  // namespace switchyard
