// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/flat_index.h"
#include "core/world/records.h"

#include <cstddef>
#include <deque>
#include <map>
#include <tuple>

namespace switchyard {

/// The last calls, found by their CallId. Holds kMost; older ones are forgotten, but one that is still under
/// way is kept aside until it ends, so that the slowest calls are measured, too. Bounded also then.
class CallBook {
 public:
  static constexpr std::size_t kMost = 50'000;
  static constexpr std::size_t kMostAside = 100'000;

  /// Oldest first; calls that were put aside are not among them.
  const std::deque<CallRecord>& all() const { return calls_; }
  CallRecord* find(CallId id);
  const CallRecord* find(CallId id) const { return const_cast<CallBook*>(this)->find(id); }
  /// The record of this call, a new one if none is known. Pointers to others may be invalid then.
  CallRecord& record(CallId id);
  /// The client's process is gone: its calls end now, as lost.
  void lose(NodeId client, std::int64_t at);

  /// All but the index, for PackedWorld, which restores that.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.calls_, self.first_, self.aside_);
  }
  void restoreIndex();

  friend bool operator==(const CallBook& one, const CallBook& other) { return fields(one) == fields(other); }

 private:
  void forgetOldest();

  std::deque<CallRecord> calls_;
  std::uint64_t first_ = 0;  ///< number of calls_.front(), counted from the first ever
  FlatIndex index_;          ///< CallId to number
  std::map<CallId, CallRecord> aside_;
};

}  // namespace switchyard
