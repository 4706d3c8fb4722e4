// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event/ring.h"

#include <algorithm>
#include <bit>

namespace switchyard {

EventRing::EventRing(std::size_t capacity)
    : mask_(std::bit_ceil(std::max<std::size_t>(capacity, 2)) - 1), slots_(new Event[mask_ + 1]) {}

bool EventRing::refreshTail() {
  tail_seen_ = tail_.load(std::memory_order_acquire);
  return head_ - tail_seen_ <= mask_;
}

void EventRing::writeWaiting() {
  for (; !waiting_.empty() && hasRoom(); waiting_.pop_front()) slots_[head_++ & mask_] = waiting_.front();
}

/// Behind those that wait already: events stay in their order.
void EventRing::writeLater(const Event& event) {
  writeWaiting();
  if (waiting_.empty() && hasRoom())
    slots_[head_++ & mask_] = event;
  else if (isState(event.kind) && waiting_.size() < kMostWaiting)
    waiting_.push_back(event);
  else
    ++dropped_;
}

void EventRing::publish() {
  writeWaiting();
  if (dropped_ != dropped_told_ && waiting_.empty() && hasRoom()) {
    Event event(monotonicNow(), Kind::events_dropped, Witness::lab, 0);
    event.count = {.connection = 0, .value = dropped_};
    dropped_told_ = dropped_;
    slots_[head_++ & mask_] = event;
  }
  published_.store(head_, std::memory_order_release);
}

std::size_t EventRing::read(std::span<Event> out) {
  const auto tail = tail_.load(std::memory_order_relaxed);
  const auto ready = published_.load(std::memory_order_acquire) - tail;
  const auto count = std::min(ready, out.size());
  for (std::size_t i = 0; i < count; ++i) out[i] = slots_[(tail + i) & mask_];
  tail_.store(tail + count, std::memory_order_release);
  return count;
}

}  // namespace switchyard
