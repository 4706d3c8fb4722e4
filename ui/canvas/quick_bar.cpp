// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/quick_bar.h"

#include "ui/canvas/paint/type.h"

namespace switchyard {
namespace {

constexpr double kHeight = 24;
constexpr double kAbove = 8;  // of it over the card
constexpr double kPadding = 9;

QFont font() {
  return canvasText(Theme::Size::tiny, QFont::DemiBold);
}

}  // namespace

QuickBar::QuickBar(const CardPlace& place, double scale, std::vector<CardAction> actions)
    : card_(place.id), scale_(scale) {
  std::vector<Button> buttons;
  for (auto& action : actions)
    if (action.quick) buttons.push_back({{}, action.text, std::move(action.run)});
  if (!actions.empty()) buttons.push_back({{}, QStringLiteral("⋯"), {}});
  double width = 0;
  for (const auto& button : buttons) width += widthOf(button.text, font()) + 2 * kPadding;
  const double left = place.area.right() - width * scale - 8 * scale;
  area_ = QRectF(left, place.area.bottom() - kAbove * scale, width * scale, kHeight * scale);
  double x = left;
  for (auto& button : buttons) {
    const double wide = (widthOf(button.text, font()) + 2 * kPadding) * scale;
    button.area = QRectF(x, area_.top(), wide, area_.height());
    x += wide;
  }
  buttons_ = std::move(buttons);
}

bool QuickBar::press(const QPointF& point) const {
  for (const auto& button : buttons_) {
    if (!button.area.contains(point) || !button.run) continue;
    button.run();
    return true;
  }
  return false;
}

bool QuickBar::opensAll(const QPointF& point) const {
  return !buttons_.empty() && buttons_.back().area.contains(point);
}

void QuickBar::paint(QPainter& painter, const Theme& theme, const QPointF& pointer) const {
  if (buttons_.empty()) return;
  painter.save();
  painter.translate(area_.topLeft());
  painter.scale(scale_, scale_);
  const QRectF box(QPointF(0, 0), area_.size() / scale_);
  painter.setPen(QPen(theme.accent, 1.5));
  painter.setBrush(theme.card);
  painter.drawRoundedRect(box, 7, 7);
  for (const auto& button : buttons_) {
    const QRectF place((button.area.left() - area_.left()) / scale_, 0, button.area.width() / scale_,
                       kHeight);
    if (button.area.contains(pointer)) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(theme.sunken);
      painter.drawRoundedRect(place.adjusted(2, 2, -2, -2), 5, 5);
    }
    drawText(painter, {place.center().x(), kHeight / 2 + 4}, Anchor::middle, button.text, font(),
             theme.accent);
  }
  painter.restore();
}

}  // namespace switchyard
