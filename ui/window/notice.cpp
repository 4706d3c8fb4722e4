// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/notice.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace switchyard {

Notice::Notice(const Theme& theme, QWidget* parent)
    : View(theme, parent),
      words_(new QLabel(this)),
      act_(new QPushButton(this)),
      dismiss_(new QPushButton(tr("Dismiss"), this)) {
  act_->setObjectName(QStringLiteral("act"));
  words_->setWordWrap(true);
  words_->setTextFormat(Qt::PlainText);
  words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(18, 8, 12, 8);
  row->setSpacing(8);
  row->addWidget(words_, 1);
  row->addWidget(act_, 0, Qt::AlignTop);
  row->addWidget(dismiss_, 0, Qt::AlignTop);
  connect(dismiss_, &QPushButton::clicked, this, &QWidget::hide);
  connect(act_, &QPushButton::clicked, this, [this] {
    hide();
    if (action_) action_();
  });
  hide();
  setTheme(theme);
}

void Notice::tell(Tone tone, const QString& words) {
  action_ = nullptr;
  act_->hide();
  showWords(tone, words);
}

void Notice::ask(const QString& words, const QString& button, std::function<void()> action) {
  action_ = std::move(action);
  act_->setText(button);
  act_->show();
  showWords(Tone::note, words);
}

void Notice::showWords(Tone tone, const QString& words) {
  tone_ = tone;
  words_->setText(words);
  setAccessibleName(words);
  setTheme(theme());
  show();
}

QString Notice::words() const {
  return words_->text();
}

QColor Notice::colour() const {
  return tone_ == Tone::error ? theme().bad : theme().accent;
}

void Notice::setTheme(const Theme& theme) {
  View::setTheme(theme);
  auto palette = words_->palette();
  palette.setColor(QPalette::WindowText, tone_ == Tone::error ? theme.bad : theme.ink);
  words_->setPalette(palette);
}

void Notice::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme().card);
  painter.fillRect(QRect(0, 0, 4, height()), colour());
  painter.setPen(theme().line);
  painter.drawLine(0, height() - 1, width(), height() - 1);
}

}  // namespace switchyard
