// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStringList>
#include <QWidget>

namespace switchyard {

/// Two or three choices side by side, one of them chosen. Arrow keys move, a click chooses.
class Segmented final : public QWidget {
  Q_OBJECT

 public:
  Segmented(const QString& name, QStringList choices, const Theme& theme, QWidget* parent = nullptr);
  int chosen() const { return chosen_; }
  void setChosen(int choice);  ///< from outside: emits nothing
  void setTheme(const Theme& theme);
  QSize sizeHint() const override;

 Q_SIGNALS:
  void chose(int choice);  ///< by the user

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF segment(int choice) const;
  void choose(int choice);

  QStringList choices_;
  const Theme* theme_;
  int chosen_ = 0;
};

}  // namespace switchyard
