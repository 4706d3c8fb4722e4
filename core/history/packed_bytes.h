// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace switchyard {

/// A record seen as 64-bit words, the last one filled up with zeros; at most 64 of them.
template <typename Record>
struct Words {
  static_assert(std::is_trivially_copyable_v<Record>);
  static constexpr std::size_t kCount = (sizeof(Record) + 7) / 8;
  static_assert(kCount <= 64);

  std::array<std::uint64_t, kCount> words{};

  Words() = default;
  explicit Words(const Record& record) { std::memcpy(words.data(), &record, sizeof record); }
  void copyTo(Record& record) const { std::memcpy(static_cast<void*>(&record), words.data(), sizeof record); }

  /// Bit i is set when word i differs.
  std::uint64_t differences(const Words& other) const {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < kCount; ++i) mask |= std::uint64_t{words[i] != other.words[i]} << i;
    return mask;
  }
};

/// Small numbers take small room: seven bits a byte (LEB128). Like numbers take small room, too, when they
/// are written as what differs: of each word a byte that says which of its bytes do, then those.
class PackedWriter {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80));
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }
  /// For numbers around zero (zigzag).
  void signedNumber(std::int64_t value) {
    number(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void raw(const void* bytes, std::size_t size) {
    const auto* first = static_cast<const std::uint8_t*>(bytes);
    bytes_.insert(bytes_.end(), first, first + size);
  }
  template <typename Record>
  void changedWords(std::uint64_t mask, const Words<Record>& now, const Words<Record>& before) {
    const auto used = bytes_.size();
    bytes_.resize(used + kLongestWord * static_cast<std::size_t>(std::popcount(mask)));
    auto* to = bytes_.data() + used;
    for (; mask != 0; mask &= mask - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(mask));
      to = putWord(now.words[i] ^ before.words[i], to);
    }
    bytes_.resize(static_cast<std::size_t>(to - bytes_.data()));
  }

  void reserve(std::size_t size) { bytes_.reserve(size); }
  /// Gives back room that is not used, if it is more than a tenth.
  void shrink() {
    if (bytes_.capacity() > bytes_.size() + bytes_.size() / 10) bytes_.shrink_to_fit();
  }
  const std::vector<std::uint8_t>& bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kLongestWord = 10;  ///< and a byte that putWord() may touch

  static std::uint8_t* putWord(std::uint64_t change, std::uint8_t* to) {
    unsigned present = 0;
    auto* next = to + 1;
    for (unsigned i = 0; i < 8; ++i, change >>= 8) {
      *next = static_cast<std::uint8_t>(change);
      const bool changed = *next != 0;
      present |= unsigned{changed} << i;
      next += changed;
    }
    *to = static_cast<std::uint8_t>(present);
    return next;
  }

  std::vector<std::uint8_t> bytes_;
};

/// Reads what a PackedWriter of this process has written, in the same order; it trusts those bytes.
class PackedReader {
 public:
  PackedReader() = default;
  explicit PackedReader(const std::uint8_t* from) : next_(from) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (; (*next_ & 0x80) != 0; shift += 7) value |= std::uint64_t{*next_++ & 0x7FU} << shift;
    return value | std::uint64_t{*next_++} << shift;
  }
  std::int64_t signedNumber() {
    const auto value = number();
    return static_cast<std::int64_t>(value >> 1 ^ -(value & 1));
  }
  void raw(void* bytes, std::size_t size) {
    std::memcpy(bytes, next_, size);
    next_ += size;
  }
  /// Makes of the words before those now.
  template <typename Record>
  void changedWords(std::uint64_t mask, Words<Record>& words) {
    for (; mask != 0; mask &= mask - 1)
      words.words[static_cast<std::size_t>(std::countr_zero(mask))] ^= word();
  }

  const std::uint8_t* position() const { return next_; }

 private:
  std::uint64_t word() {
    std::uint64_t change = 0;
    for (unsigned present = *next_++; present != 0; present &= present - 1)
      change |= std::uint64_t{*next_++} << (8 * std::countr_zero(present));
    return change;
  }

  const std::uint8_t* next_ = nullptr;
};

}  // namespace switchyard
