// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

namespace switchyard {

/// Says for a few seconds what was just done, over the foot of `parent`: the room sees which key was pressed.
class Toast final : public QWidget {
  Q_OBJECT

 public:
  Toast(const Theme& theme, QWidget* parent);
  void say(const QString& words);
  void setTheme(const Theme& theme);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void place();

  const Theme* theme_;
  QString words_;
  QTimer hide_;
};

}  // namespace switchyard
