// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace switchyard {

/// A push button that shows, quietly beside its text, the key that does the same.
class KeyButton final : public QPushButton {
  Q_OBJECT

 public:
  KeyButton(const QString& text, const QString& key, QWidget* parent = nullptr);
  void setAccented(bool on);  ///< the one button that the eye should find first

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QFont keyFont() const;
  static constexpr int kGap = 8;
  static constexpr int kSide = 14;
  QString key_;
  bool accented_ = false;
};

}  // namespace switchyard
