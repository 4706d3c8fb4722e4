// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/h2/frame.h"
#include "core/h2/limits.h"

#include <cstdint>
#include <vector>

namespace switchyard::http2 {

/// Which of a connection's closed streams we have reset while the peer was still sending on them: what it had
/// on its way is dropped, and whatever comes on any other closed stream breaks the rules (RFC 9113 §5.1). No
/// memory until there is one; then a table that doubles up to kMostRemembered places, in which a later stream
/// takes an earlier one's place.
class ClosedStreams {
 public:
  /// We have reset `stream`; before it knows, the peer may send `allowance` bytes of DATA there.
  void expectMore(StreamId stream, std::int64_t allowance) {
    credit_ += kLateCredit;
    if (slots_.empty()) slots_.resize(kFirst);
    while (expects(slotOf(stream)) && slotOf(stream).id != stream && slots_.size() < kMostRemembered) grow();
    auto& slot = slotOf(stream);
    if (slot.id <= stream) slot = {stream, static_cast<std::int32_t>(std::max<std::int64_t>(allowance, 0))};
  }

  /// The peer has ended it, too.
  void ended(StreamId stream) {
    if (slots_.empty()) return;
    auto& slot = slotOf(stream);
    if (slot.id == stream) slot.allowance = kEnded;
  }

  enum class Verdict : std::uint8_t {
    expected,    ///< it was sent before the peer knew
    forgotten,   ///< so long ago that it is not known any more
    unexpected,  ///< the peer itself had closed this stream
    too_much,    ///< more than its window allowed
  };
  /// Pays for a frame that may come and for which no window does; false when all resets together have not
  /// earned so much.
  bool pay(std::int64_t cost) {
    if (credit_ < cost) return false;
    credit_ -= cost;
    return true;
  }
  /// @param bytes that count for the window, 0 for HEADERS
  Verdict receive(StreamId stream, std::size_t bytes) {
    if (slots_.empty()) return Verdict::unexpected;
    auto& slot = slotOf(stream);
    if (slot.id > stream && slots_.size() == kMostRemembered) return Verdict::forgotten;
    if (slot.id != stream || !expects(slot)) return Verdict::unexpected;
    if (static_cast<std::int64_t>(bytes) > slot.allowance) return Verdict::too_much;
    slot.allowance -= static_cast<std::int32_t>(bytes);
    return Verdict::expected;
  }

 private:
  static constexpr std::size_t kFirst = 16;
  static constexpr std::int32_t kEnded = -1;
  struct Slot {
    StreamId id = 0;
    std::int32_t allowance = kEnded;
  };

  static bool expects(const Slot& slot) { return slot.allowance != kEnded; }
  /// A peer's streams are all odd, or all even, and run.
  Slot& slotOf(StreamId stream) { return slots_[(stream >> 1) & (slots_.size() - 1)]; }
  void grow() {
    std::vector<Slot> before(slots_.size() * 2);
    before.swap(slots_);
    for (const auto& slot : before)
      if (slot.id != 0) slotOf(slot.id) = slot;
  }

  std::vector<Slot> slots_;  ///< a power of two
  std::int64_t credit_ = 0;
};

}  // namespace switchyard::http2
