// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/h2/frame.h"

#include <cstddef>
#include <vector>

namespace switchyard::http2 {

class Exchange;

/// The open streams of a connection by their number. One block of memory, none for an empty table that was
/// large. Open addressing; stream numbers run, so most lie side by side. Erasing shifts back, as in
/// FlatIndex.
class StreamTable {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  Exchange* find(StreamId id) const {
    if (size_ == 0) return nullptr;
    const auto& slot = slots_[placeOf(id)];
    return slot.id == id ? slot.exchange : nullptr;
  }

  void add(StreamId id, Exchange& exchange) {
    if (size_ * 2 >= slots_.size()) grow();
    slots_[placeOf(id)] = {id, &exchange};
    ++size_;
  }

  void erase(StreamId id) {
    if (size_ == 0) return;
    auto hole = placeOf(id);
    if (slots_[hole].id != id) return;
    --size_;
    for (auto next = (hole + 1) & mask(); slots_[next].id != 0; next = (next + 1) & mask()) {
      if (((next - homeOf(slots_[next].id)) & mask()) < ((next - hole) & mask())) continue;
      slots_[hole] = slots_[next];
      hole = next;
    }
    slots_[hole] = {};
    if (size_ == 0 && slots_.size() > kMostKept) slots_ = {};
  }

  /// Calls `visit` with each that is still here when its turn comes: it may end any of them.
  template <typename Visit>
  void forEach(Visit visit) const {
    std::vector<StreamId> ids;
    ids.reserve(size_);
    for (const auto& slot : slots_)
      if (slot.id != 0) ids.push_back(slot.id);
    for (const auto id : ids)  // no number is used twice (RFC 9113 §5.1.1)
      if (auto* exchange = find(id)) visit(*exchange);
  }

 private:
  static constexpr std::size_t kFirst = 8;
  static constexpr std::size_t kMostKept = 64;
  struct Slot {
    StreamId id = 0;  ///< 0: empty
    Exchange* exchange = nullptr;
  };

  std::size_t mask() const { return slots_.size() - 1; }
  /// Spread (Knuth's multiplicative hash): streams that follow each other would be one long row to close up.
  std::size_t homeOf(StreamId id) const { return (id * 2'654'435'769U >> 12) & mask(); }
  std::size_t placeOf(StreamId id) const {
    auto place = homeOf(id);
    while (slots_[place].id != id && slots_[place].id != 0) place = (place + 1) & mask();
    return place;
  }
  void grow() {
    std::vector<Slot> before(slots_.empty() ? kFirst : slots_.size() * 2);
    before.swap(slots_);
    for (const auto& slot : before)
      if (slot.id != 0) slots_[placeOf(slot.id)] = slot;
  }

  std::vector<Slot> slots_;  ///< a power of two
  std::size_t size_ = 0;
};

}  // namespace switchyard::http2
