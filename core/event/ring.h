// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>

namespace switchyard {

/// Events from one writing thread to one reading thread, without locks and without waiting. A full ring drops
/// the newest event and counts it. Written events become visible with publish(), so that a busy loop pays for
/// one atomic store a turn, not one an event.
class EventRing {
 public:
  /// @param capacity events held, rounded up to a power of two; 64 bytes each
  explicit EventRing(std::size_t capacity = 1 << 18);

  // Writer.
  void write(const Event& event) {
    if (head_ - tail_seen_ > mask_ && !refreshTail()) return;
    slots_[head_++ & mask_] = event;
  }
  void publish();

  // Reader.
  /// Copies up to `out.size()` events, oldest first; returns how many.
  std::size_t read(std::span<Event> out);

 private:
  bool refreshTail();  ///< false, and the drop is counted, when there is still no room

  std::size_t mask_;
  std::unique_ptr<Event[]> slots_;
  // Writer's own.
  std::size_t head_ = 0;
  std::size_t tail_seen_ = 0;
  std::uint64_t dropped_ = 0;
  std::uint64_t dropped_told_ = 0;
  // Shared, each on its own cache line.
  alignas(64) std::atomic<std::size_t> published_{0};
  alignas(64) std::atomic<std::size_t> tail_{0};
};

}  // namespace switchyard
