// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

namespace switchyard {

/// A map from a non-zero 64-bit key to a 64-bit number, in one block of memory: no allocation an entry,
/// copied with one memcpy. Open addressing with linear probing; erasing shifts back (Knuth, TAOCP 3, §6.4,
/// algorithm R), so there are no tombstones and the cost stays flat however long entries come and go. At most
/// half full.
class FlatIndex {
 public:
  void set(std::uint64_t key, std::uint64_t value) {
    reserve(size_ + 1);
    auto& slot = slots_[placeOf(key)];
    if (slot.key == 0) ++size_;
    slot = {key, value};
  }

  /// Makes room for so many in one go.
  void reserve(std::size_t entries) {
    if (entries * 2 > slots_.size()) grow(std::bit_ceil(std::max<std::size_t>(entries * 2, 64)));
  }

  std::optional<std::uint64_t> find(std::uint64_t key) const {
    if (slots_.empty() || key == 0) return std::nullopt;
    const auto& slot = slots_[placeOf(key)];
    return slot.key == key ? std::optional(slot.value) : std::nullopt;
  }

  void erase(std::uint64_t key) {
    if (slots_.empty() || key == 0) return;
    auto hole = placeOf(key);
    if (slots_[hole].key == 0) return;
    --size_;
    for (auto next = (hole + 1) & mask(); slots_[next].key != 0; next = (next + 1) & mask()) {
      const auto home = homeOf(slots_[next].key);
      // Whoever's home is not between the hole and its place may move into the hole.
      if (((next - home) & mask()) < ((next - hole) & mask())) continue;
      slots_[hole] = slots_[next];
      hole = next;
    }
    slots_[hole] = {};
  }

  /// Keeps its room.
  void clear() {
    std::fill(slots_.begin(), slots_.end(), Slot());
    size_ = 0;
  }

  std::size_t size() const { return size_; }

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.slots_, self.size_);
  }
  friend bool operator==(const FlatIndex&, const FlatIndex&) = default;

 private:
  struct Slot {
    std::uint64_t key = 0;  ///< 0: empty
    std::uint64_t value = 0;
    friend bool operator==(const Slot&, const Slot&) = default;
  };

  std::size_t mask() const { return slots_.size() - 1; }
  /// Fibonacci hashing (Knuth, TAOCP 3, §6.4): running numbers spread evenly.
  std::size_t homeOf(std::uint64_t key) const {
    key ^= key >> 32;
    return (key * 0x9E3779B97F4A7C15ULL) >> (64 - std::countr_zero(slots_.size()));
  }
  std::size_t placeOf(std::uint64_t key) const {
    auto place = homeOf(key);
    while (slots_[place].key != key && slots_[place].key != 0) place = (place + 1) & mask();
    return place;
  }
  void grow(std::size_t slots) {
    std::vector<Slot> before(slots);
    before.swap(slots_);
    for (const auto& slot : before)
      if (slot.key != 0) slots_[placeOf(slot.key)] = slot;
  }

  std::vector<Slot> slots_;  ///< a power of two
  std::size_t size_ = 0;
};

}  // namespace switchyard
