// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/threads.h"

#include "core/system/shortage.h"

#include <mutex>
#include <thread>
#include <vector>

namespace switchyard {

Result<void> canHaveThreads(const std::string& doing, std::size_t count) {
  return unlessRefused(doing, [count] {
    std::mutex gate;
    std::vector<std::jthread> threads;
    const std::lock_guard closed(gate);
    while (threads.size() < count) threads.emplace_back([&gate] { const std::lock_guard through(gate); });
  });
}

}  // namespace switchyard
