// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractSlider>
#include <QColor>

#include <cstdint>
#include <vector>

namespace switchyard {

/// The line of time with its marks and a knob that the user drags. Its value is in milliseconds since the
/// run began, so that keys and assistive tools work as with any slider.
class Scrubber final : public QAbstractSlider {
  Q_OBJECT

 public:
  struct Mark {
    enum class Sign : std::uint8_t { bar, diamond, circle };
    int at = 0;  ///< milliseconds since the run began
    QColor colour;
    Sign sign = Sign::bar;
    QString words;
    friend bool operator==(const Mark&, const Mark&) = default;
  };

  Scrubber(const Theme& theme, QWidget* parent = nullptr);

  void setMarks(std::vector<Mark> marks);
  const std::vector<Mark>& marks() const { return marks_; }
  void setTheme(const Theme& theme);
  QSize sizeHint() const override { return {400, 32}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;  ///< tool tips of the marks

 private:
  double x(int milliseconds) const;
  int valueAt(double x) const;
  QString wordsAt(double x) const;
  void paintMark(QPainter& painter, const Mark& mark) const;

  const Theme* theme_;
  std::vector<Mark> marks_;
};

}  // namespace switchyard
