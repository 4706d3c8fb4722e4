// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <cstddef>
#include <span>
#include <vector>

namespace switchyard {

/// The servers that one connection or call is not to be given again: those that have failed it, and those
/// that we ourselves lacked the means to connect to, which is not their fault (core/system/shortage.h).
class Tried {
 public:
  void failed(NodeId server) {
    servers_.insert(servers_.begin() + static_cast<std::ptrdiff_t>(failed_++), server);
  }
  void lacked(NodeId server) { servers_.push_back(server); }
  /// Those may be tried once more: the means may be there again.
  void forgetLack() { servers_.resize(failed_); }
  void clear() {
    servers_.clear();
    failed_ = 0;
  }

  std::size_t failures() const { return failed_; }
  bool lacking() const { return servers_.size() > failed_; }
  std::span<const NodeId> all() const { return servers_; }

 private:
  std::vector<NodeId> servers_;  ///< first those that failed
  std::size_t failed_ = 0;
};

}  // namespace switchyard
