// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/toast.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>

namespace switchyard {
namespace {

constexpr int kShown = 3500;  // milliseconds
constexpr int kFoot = 74;     // above the canvas's caption bar

}  // namespace

Toast::Toast(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(&theme) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  hide_.setSingleShot(true);
  hide_.setInterval(kShown);
  connect(&hide_, &QTimer::timeout, this, &QWidget::hide);
  parent->installEventFilter(this);
  hide();
}

void Toast::say(const QString& words) {
  words_ = words;
  setAccessibleName(words);
  place();
  raise();
  show();
  update();
  hide_.start();
}

void Toast::setTheme(const Theme& theme) {
  theme_ = &theme;
  place();
  update();
}

void Toast::place() {
  const QFontMetrics metrics(theme_->text(Theme::Size::normal, QFont::DemiBold));
  const QSize size(metrics.horizontalAdvance(words_) + 44, metrics.height() + 18);
  const auto* around = parentWidget();
  setGeometry((around->width() - size.width()) / 2, around->height() - kFoot - size.height(), size.width(),
              size.height());
}

bool Toast::eventFilter(QObject*, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) place();
  return false;
}

void Toast::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme_->ink);
  painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
  painter.setPen(theme_->card);
  painter.setFont(theme_->text(Theme::Size::normal, QFont::DemiBold));
  painter.drawText(rect(), Qt::AlignCenter, words_);
}

}  // namespace switchyard
