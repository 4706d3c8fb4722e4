// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view/card.h"

#include <QPainter>

namespace switchyard {

Card::Card(const Theme& theme, QString title, QWidget* parent)
    : View(theme, parent), title_(std::move(title)) {
  setAccessibleName(title_);
  setContentsMargins(kPadding - 8, kHeader, kPadding - 8, kPadding - 8);
}

void Card::setTitle(const QString& title) {
  if (title == title_) return;
  title_ = title;
  setAccessibleName(title_);
  update();
}

void Card::setCaption(const QString& caption) {
  if (caption == caption_) return;
  caption_ = caption;
  setAccessibleDescription(caption_);
  update();
}

void Card::setTitleRoom(int width) {
  if (width == title_room_) return;
  title_room_ = width;
  update();
}

void Card::paintSurface(QPainter& painter, const QRectF& area, const Theme& theme, const QColor& ground) {
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.line, 1));
  painter.setBrush(ground);
  painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

void Card::paintCard(QPainter& painter, const QRectF& area) const {
  paintSurface(painter, area, theme(), theme().card);
  QRectF header(area.left() + kPadding, area.top(), area.width() - 2 * kPadding, kHeader + 4);
  const auto small = theme().text(Theme::Size::small, QFont::DemiBold);
  const auto tiny = theme().text(Theme::Size::tiny);
  double titled = title_room_;
  if (title_room_ == 0) {
    titled = QFontMetricsF(small).horizontalAdvance(title_);
    painter.setFont(small);
    painter.setPen(theme().ink);
    painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter, title_);
  }
  header.setLeft(header.left() + titled + kPadding);
  painter.setFont(tiny);
  painter.setPen(theme().faint);
  const QFontMetricsF metrics(tiny);
  if (title_room_ > 0 && metrics.horizontalAdvance(caption_) > header.width())
    return;  // half a word helps nobody
  painter.drawText(header, Qt::AlignRight | Qt::AlignVCenter,
                   metrics.elidedText(caption_, Qt::ElideRight, header.width()));
}

void Card::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintCard(painter, rect());
}

}  // namespace switchyard
