// SPDX-License-Identifier: GPL-3.0-or-later
// The two steps of layOut(): first the cards, then the lines between them.
#pragma once

#include "ui/canvas/layout/layout.h"

namespace switchyard {

void layOutCards(CanvasLayout& layout, const World& world, std::int64_t time, const Theme& theme,
                 const CanvasOptions& options);
void layOutLines(CanvasLayout& layout, const World& world, std::int64_t time, const CanvasOptions& options);

/// A connection of a client outside the cast; one whose client is only not known yet is none.
bool isStrangers(const Connection& connection, std::int64_t time);

}  // namespace switchyard
