// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace switchyard::health {

/// Up or down, and how far on the way to the other: `fall` failures in a row turn it down, `rise` successes
/// in a row turn it up again (HAProxy 2.6 manual §5.2 "rise", "fall"). Begins up, but the first check
/// decides, as HAProxy's.
class Level {
 public:
  Level(unsigned rise, unsigned fall) : rise_(rise), fall_(fall), count_(fall - 1) {}

  bool pass();  ///< true when it turned
  bool fail();  ///< true when it turned
  void almostDown() {
    if (up_) count_ = fall_ - 1;
  }  ///< one more failure turns it down

  bool up() const { return up_; }
  bool turning() const { return count_ > 0; }
  /// While up: failures in a row; while down: successes in a row.
  unsigned count() const { return count_; }
  unsigned failures() const { return failures_; }  ///< in a row, up to now

 private:
  unsigned rise_;
  unsigned fall_;
  unsigned count_;
  unsigned failures_ = 0;
  bool up_ = true;
};

}  // namespace switchyard::health
