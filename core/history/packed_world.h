// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/packed_bytes.h"
#include "core/world/world.h"

#include <cstddef>

namespace switchyard {

/// A World put by, in about a quarter of its memory: small numbers, and records that differ little from the
/// one before, take little room. Good within this process only.
class PackedWorld {
 public:
  /// `expected` bytes are made ready, which is faster when it is about right.
  explicit PackedWorld(const World& world, std::size_t expected = 0);
  /// Makes `world` equal to the one that was packed; it goes on alike. Uses again what memory it has.
  void unpackInto(World& world) const;
  std::size_t bytes() const { return packed_.bytes().capacity(); }

 private:
  PackedWriter packed_;
};

}  // namespace switchyard
