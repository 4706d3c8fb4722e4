// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/packed_bytes.h"
#include "core/event/world.h"

#include <cstddef>

namespace switchyard {

/// A World put by, in about a quarter of its memory: small numbers, and records that differ little from the
/// one before, take little room. Good within this process only.
class PackedWorld {
 public:
  explicit PackedWorld(const World& world);
  /// Equal to the World that was packed, and goes on alike.
  World unpack() const;
  std::size_t bytes() const { return packed_.bytes().capacity(); }

 private:
  PackedWriter packed_;
};

}  // namespace switchyard
