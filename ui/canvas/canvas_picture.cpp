// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_picture.h"

#include "ui/canvas/motion/dots.h"
#include "ui/canvas/paint/paint_board.h"
#include "ui/canvas/paint/paint_cards.h"

namespace switchyard {

void paintStill(QPainter& painter, const CanvasLayout& layout, const World& world, std::int64_t time,
                const Theme& theme, const CanvasOptions& options) {
  if (layout.cards.empty()) return paintEmpty(painter, layout, theme);
  options.lane.isEmpty() ? paintHeadings(painter, layout, world, theme, options)
                         : paintLaneHead(painter, layout, world, theme, options);
  paintLines(painter, layout, world, time, theme, options);
  for (const auto& card : layout.cards) paintCard(painter, card, world, time, theme, options);
}

void paintCanvas(QPainter& painter, const QRectF& area, const World& world, std::int64_t time,
                 const Theme& theme, const CanvasOptions& options) {
  const auto layout = layOut(world, time, area.size(), theme, options);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(area.topLeft());
  painter.setPen(QPen(theme.line, 1));
  painter.setBrush(theme.canvas);
  painter.drawRoundedRect(layout.area.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10);
  paintStill(painter, layout, world, time, theme, options);
  Dots dots;
  dots.survey(world, time, layout, options);
  if (!options.reduced_motion) paintDots(painter, dots.at(world, time, layout, options), theme, options);
  paintFoot(painter, layout, world, theme, options, dots.callsPerDot());
  painter.restore();
}

}  // namespace switchyard
