// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"
#include "ui/theme/theme.h"

#include <QColor>
#include <QPainter>
#include <QPointF>

namespace switchyard {

/// Each state has a shape of its own, so that it is told without colour.
enum class Sign : std::uint8_t { disc, ring, triangle, pause, cross, diamond, square };

Sign signOf(NodeState state);
QColor colourOf(NodeState state, const Theme& theme);
/// About 9 pixels wide.
void drawSign(QPainter& painter, const QPointF& middle, NodeState state, const Theme& theme);

}  // namespace switchyard
