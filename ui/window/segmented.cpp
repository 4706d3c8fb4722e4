// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/segmented.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace switchyard {
namespace {

constexpr int kInset = 3;
constexpr int kSide = 14;

}  // namespace

Segmented::Segmented(const QString& name, QStringList choices, const Theme& theme, QWidget* parent)
    : QWidget(parent), choices_(std::move(choices)), theme_(&theme) {
  setAccessibleName(name);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setChosen(0);
}

void Segmented::setChosen(int choice) {
  chosen_ = choice;
  setAccessibleDescription(choices_.value(choice));
  update();
}

void Segmented::setTheme(const Theme& theme) {
  theme_ = &theme;
  updateGeometry();
  update();
}

QSize Segmented::sizeHint() const {
  const QFontMetrics metrics(theme_->text(Theme::Size::small, QFont::DemiBold));
  int widest = 0;
  for (const auto& choice : choices_) widest = std::max(widest, metrics.horizontalAdvance(choice));
  return {static_cast<int>(choices_.size()) * (widest + 2 * kSide) + 2 * kInset, 32};
}

QRectF Segmented::segment(int choice) const {
  const double each = (width() - 2.0 * kInset) / static_cast<double>(choices_.size());
  return {kInset + choice * each, kInset, each, height() - 2.0 * kInset};
}

void Segmented::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(hasFocus() ? QPen(theme_->accent, 1.5) : Qt::NoPen);
  painter.setBrush(theme_->sunken);
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
  for (int i = 0; i < choices_.size(); ++i) {
    const bool here = i == chosen_;
    if (here) {
      painter.setPen(QPen(theme_->line, 1));
      painter.setBrush(theme_->card);
      painter.drawRoundedRect(segment(i), 5, 5);
    }
    painter.setFont(theme_->text(Theme::Size::small, here ? QFont::DemiBold : QFont::Medium));
    painter.setPen(!isEnabled() ? theme_->faint : here ? theme_->accent : theme_->quiet);
    painter.drawText(segment(i), Qt::AlignCenter, choices_[i]);
  }
}

void Segmented::choose(int choice) {
  if (choice < 0 || choice >= choices_.size() || choice == chosen_) return;
  setChosen(choice);
  Q_EMIT chose(choice);
}

void Segmented::mousePressEvent(QMouseEvent* event) {
  for (int i = 0; i < choices_.size(); ++i)
    if (segment(i).contains(event->position())) choose(i);
}

void Segmented::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Left) return choose(chosen_ - 1);
  if (event->key() == Qt::Key_Right) return choose(chosen_ + 1);
  QWidget::keyPressEvent(event);
}

}  // namespace switchyard
