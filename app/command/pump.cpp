// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command/pump.h"

namespace switchyard {

Pump::Pump(EventRing& ring, World& world) : ring_(ring), world_(world), buffer_(4096) {}

std::size_t Pump::turn() {
  std::size_t applied = 0;
  while (applied < kAtOnce) {
    const auto count = ring_.read(buffer_);
    for (std::size_t i = 0; i < count; ++i) {
      world_.apply(buffer_[i]);
      if (tap_) tap_(buffer_[i]);
    }
    applied += count;
    if (count < buffer_.size()) break;
  }
  return applied;
}

}  // namespace switchyard
