// SPDX-License-Identifier: GPL-3.0-or-later
// What lies under the cards and around them.
#pragma once

#include "core/world/world.h"
#include "ui/canvas/layout/layout.h"
#include "ui/canvas/layout/options.h"

#include <QPainter>

namespace switchyard {

void paintLines(QPainter& painter, const CanvasLayout& layout, const World& world, std::int64_t time,
                const Theme& theme, const CanvasOptions& options);
void paintHeadings(QPainter& painter, const CanvasLayout& layout, const World& world, const Theme& theme,
                   const CanvasOptions& options);
/// Instead, where there are several lanes: whose this is, how it picks, how fair that was.
void paintLaneHead(QPainter& painter, const CanvasLayout& layout, const World& world, const Theme& theme,
                   const CanvasOptions& options);
/// The bar with what this way of balancing means, how many calls a dot stands for, and the link.
void paintFoot(QPainter& painter, const CanvasLayout& layout, const World& world, const Theme& theme,
               const CanvasOptions& options, int calls_per_dot);
/// The words on the right of the bar; a click there selects the last decision.
QRectF whyLink(const CanvasLayout& layout, const World& world);
/// What to do when there is nothing to see yet.
void paintEmpty(QPainter& painter, const CanvasLayout& layout, const Theme& theme);

}  // namespace switchyard
