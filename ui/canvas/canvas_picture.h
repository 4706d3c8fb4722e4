// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/canvas/layout/layout.h"
#include "ui/canvas/layout/options.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QRectF>

#include <cstdint>

namespace switchyard {

/// The whole canvas as one picture, for exports: a pure function of its arguments, with live text.
/// @param area  where on the painter's device
/// @param time  the instant to show, nanoseconds on the clock of Event::at
void paintCanvas(QPainter& painter, const QRectF& area, const World& world, std::int64_t time,
                 const Theme& theme, const CanvasOptions& options);

/// All but the dots and the foot, which do not move with the board.
void paintStill(QPainter& painter, const CanvasLayout& layout, const World& world, std::int64_t time,
                const Theme& theme, const CanvasOptions& options);

}  // namespace switchyard
