// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/canvas/layout/layout.h"

#include <cstdint>

namespace switchyard {

/// A number that changes when the cards or lines would look different, so that a quiet board is not painted
/// again and again: a World's version grows with every sample of the kernel.
std::uint64_t fingerprintOf(const World& world, const CanvasLayout& layout, std::int64_t time);

}  // namespace switchyard
