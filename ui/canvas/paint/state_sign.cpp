// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/paint/state_sign.h"

#include <QPen>
#include <QPolygonF>
#include <QRectF>

namespace switchyard {

Sign signOf(NodeState state) {
  switch (state) {
    case NodeState::ready:
      return Sign::disc;
    case NodeState::starting:
      return Sign::ring;
    case NodeState::draining:
      return Sign::triangle;
    case NodeState::frozen:
      return Sign::pause;
    case NodeState::down:
      return Sign::cross;
    case NodeState::failed:
      return Sign::diamond;
    case NodeState::stopped:
    case NodeState::removed:
      return Sign::square;
  }
  return Sign::square;
}

QColor colourOf(NodeState state, const Theme& theme) {
  switch (signOf(state)) {
    case Sign::disc:
      return theme.good;
    case Sign::ring:
    case Sign::pause:
      return theme.accent;
    case Sign::triangle:
      return theme.warn;
    case Sign::cross:
    case Sign::diamond:
      return theme.bad;
    case Sign::square:
      return theme.quiet;
  }
  return theme.quiet;
}

void drawSign(QPainter& painter, const QPointF& middle, NodeState state, const Theme& theme) {
  constexpr double kRadius = 4.5;
  constexpr double kTip = 5.5;
  const auto colour = colourOf(state, theme);
  const QPen stroke(colour, 2, Qt::SolidLine, Qt::RoundCap);
  painter.save();
  painter.translate(middle);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  switch (signOf(state)) {
    case Sign::disc:
      painter.drawEllipse(QPointF(0, 0), kRadius, kRadius);
      break;
    case Sign::ring:
      painter.setPen(stroke);
      painter.setBrush(Qt::NoBrush);
      painter.drawEllipse(QPointF(0, 0), kRadius - 1, kRadius - 1);
      break;
    case Sign::triangle:
      painter.drawPolygon(QPolygonF({{-kRadius, -3.5}, {kRadius, -3.5}, {0, kRadius}}));
      break;
    case Sign::pause:
      painter.drawRect(QRectF(-4, -4.5, 3, 9));
      painter.drawRect(QRectF(1, -4.5, 3, 9));
      break;
    case Sign::cross:
      painter.setPen(stroke);
      painter.drawLine(QPointF(-3.5, -3.5), QPointF(3.5, 3.5));
      painter.drawLine(QPointF(-3.5, 3.5), QPointF(3.5, -3.5));
      break;
    case Sign::diamond:
      painter.drawPolygon(QPolygonF({{0, -kTip}, {kTip, 0}, {0, kTip}, {-kTip, 0}}));
      break;
    case Sign::square:
      painter.setPen(QPen(colour, 1.6));
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(QRectF(-3.5, -3.5, 7, 7));
      break;
  }
  painter.restore();
}

}  // namespace switchyard
