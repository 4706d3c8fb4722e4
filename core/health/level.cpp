// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/level.h"

#include <utility>

namespace switchyard::health {

bool Level::pass() {
  failures_ = 0;
  if (up_) {
    count_ = 0;
    return false;
  }
  if (++count_ < rise_) return false;
  up_ = true;
  count_ = 0;
  return true;
}

bool Level::fail() {
  ++failures_;
  if (!up_) {
    count_ = 0;
    return false;
  }
  if (++count_ < fall_) return false;
  up_ = false;
  count_ = 0;
  return true;
}

}  // namespace switchyard::health
