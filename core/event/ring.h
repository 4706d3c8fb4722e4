// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <span>

namespace switchyard {

/// Events from one writing thread to one reading thread, without locks and without waiting. What finds a full
/// ring waits with the writer when it tells of a state, up to kMostWaiting, and is dropped and counted when
/// not: so that a flood of calls costs nobody a connection that never closes. Written events become visible
/// with publish(), so that a busy loop pays for one atomic store a turn, not one an event.
class EventRing {
 public:
  static constexpr std::size_t kMostWaiting = 1 << 20;  ///< 64 MB

  /// @param capacity events held, rounded up to a power of two; 64 bytes each
  explicit EventRing(std::size_t capacity = 1 << 18);

  // Writer.
  void write(const Event& event) {
    if (waiting_.empty() && hasRoom())
      slots_[head_++ & mask_] = event;
    else
      writeLater(event);
  }
  void publish();

  // Reader.
  /// Copies up to `out.size()` events, oldest first; returns how many.
  std::size_t read(std::span<Event> out);

 private:
  bool hasRoom() { return head_ - tail_seen_ <= mask_ || refreshTail(); }
  bool refreshTail();
  void writeLater(const Event& event);
  void writeWaiting();  ///< as many as there is room for

  std::size_t mask_;
  std::unique_ptr<Event[]> slots_;
  // Writer's own.
  std::size_t head_ = 0;
  std::size_t tail_seen_ = 0;
  std::deque<Event> waiting_;
  std::uint64_t dropped_ = 0;
  std::uint64_t dropped_told_ = 0;
  // Shared, each on its own cache line.
  alignas(64) std::atomic<std::size_t> published_{0};
  alignas(64) std::atomic<std::size_t> tail_{0};
};

}  // namespace switchyard
