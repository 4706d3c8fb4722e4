// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/glyph_button.h"

#include <QPainter>

namespace switchyard {
namespace {

constexpr double kHalf = 7;  ///< half a sign's height

QPolygonF triangle(double left, double right) {
  return QPolygonF{{left, -kHalf}, {left, kHalf}, {right, 0}};
}

}  // namespace

GlyphButton::GlyphButton(Glyph glyph, const Theme& theme, QWidget* parent)
    : QAbstractButton(parent), theme_(&theme), glyph_(glyph) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setCursor(Qt::PointingHandCursor);
}

void GlyphButton::setGlyph(Glyph glyph, const QString& words) {
  if (glyph == glyph_ && words == accessibleName()) return;
  glyph_ = glyph;
  setToolTip(words);
  setAccessibleName(words);
  update();
}

void GlyphButton::setTheme(const Theme& theme) {
  theme_ = &theme;
  update();
}

void GlyphButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(hasFocus() ? QPen(theme_->accent, 2) : QPen(Qt::NoPen));
  painter.setBrush(underMouse() && isEnabled() ? QBrush(theme_->sunken) : QBrush(Qt::NoBrush));
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
  painter.translate(QRectF(rect()).center());
  painter.setPen(Qt::NoPen);
  painter.setBrush(isEnabled() ? theme_->ink : theme_->faint);
  switch (glyph_) {
    case Glyph::pause:
      painter.drawRect(QRectF(-5, -kHalf, 3, 2 * kHalf));
      painter.drawRect(QRectF(2, -kHalf, 3, 2 * kHalf));
      break;
    case Glyph::play:
      painter.drawPolygon(triangle(-4, 8));
      break;
    case Glyph::step:
      painter.drawPolygon(triangle(-6, 4));
      painter.drawRect(QRectF(5, -kHalf, 2.5, 2 * kHalf));
      break;
  }
}

}  // namespace switchyard
