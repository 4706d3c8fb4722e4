// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/layout/layout.h"
#include "ui/canvas/motion/dots.h"

#include <QPointF>

#include <vector>

namespace switchyard {

/// What lies under a point of the canvas: the card or, else, the nearest dot or line within reach.
struct Hit {
  CardId card;
  Thing thing;
};
Hit hitTest(const CanvasLayout& layout, const std::vector<Dot>& dots, const QPointF& point);

/// The cards in reading order: clients, balancers, servers, each from top to bottom.
std::vector<CardId> readingOrder(const CanvasLayout& layout);
/// The card `steps` after `from` in reading order, staying at the ends; the first one when `from` is not
/// there.
CardId walk(const CanvasLayout& layout, const CardId& from, int steps);

}  // namespace switchyard
