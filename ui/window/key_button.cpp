// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/key_button.h"

#include <QFontMetrics>
#include <QStyleOptionButton>
#include <QStylePainter>

namespace switchyard {

KeyButton::KeyButton(const QString& text, const QString& key, QWidget* parent)
    : QPushButton(text, parent), key_(key) {
  setAccessibleName(text);
  setToolTip(tr("%1 (%2)").arg(text, key));
}

void KeyButton::setAccented(bool on) {
  accented_ = on;
  setProperty("accent", on);
}

QFont KeyButton::keyFont() const {
  auto small = font();
  small.setPixelSize(qMax(9, QFontInfo(small).pixelSize() - 2));
  small.setWeight(QFont::Normal);
  return small;
}

QSize KeyButton::sizeHint() const {
  ensurePolished();
  auto bold = font();
  bold.setWeight(QFont::DemiBold);
  const int words = QFontMetrics(bold).horizontalAdvance(text());
  const int key = key_.isEmpty() ? 0 : kGap + QFontMetrics(keyFont()).horizontalAdvance(key_);
  return {2 * kSide + words + key + (icon().isNull() ? 0 : iconSize().width() + 6),
          QPushButton::sizeHint().height()};
}

void KeyButton::paintEvent(QPaintEvent*) {
  QStylePainter painter(this);
  QStyleOptionButton option;
  initStyleOption(&option);
  option.text.clear();
  option.icon = QIcon();
  painter.drawControl(QStyle::CE_PushButton, option);

  const auto ink =
      accented_ ? palette().color(QPalette::HighlightedText)
                : palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText);
  int x = kSide;
  if (!icon().isNull()) {
    icon().paint(&painter,
                 QRect(x, (height() - iconSize().height()) / 2, iconSize().width(), iconSize().height()));
    x += iconSize().width() + 6;
  }
  auto words = font();
  words.setWeight(accented_ ? QFont::DemiBold : QFont::Medium);
  painter.setFont(words);
  painter.setPen(ink);
  painter.drawText(QRect(x, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, text());
  painter.setFont(keyFont());
  painter.setPen(accented_ ? ink : palette().color(QPalette::Disabled, QPalette::ButtonText));
  painter.drawText(QRect(0, 0, width() - kSide, height()), Qt::AlignRight | Qt::AlignVCenter, key_);
}

}  // namespace switchyard
