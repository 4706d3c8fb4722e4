// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plot/chart_card.h"

#include <vector>

class QValueAxis;

namespace switchyard {

/// A chart of values over the last seconds: time from left to now, a few round numbers on the left, what each
/// line is at its right end.
class TimeChart : public ChartCard {
  Q_OBJECT

 public:
  static constexpr std::int64_t kSecond = 1'000'000'000;

 protected:
  /// Where a line ends, and what it is.
  struct End {
    double y = 0;  ///< in the card
    QString text;
    QColor colour;
  };

  TimeChart(const World& world, const Theme& theme, Selection& selection, const QString& title,
            QWidget* parent);

  void plot(std::int64_t time) final;
  QMarginsF room() const override;
  void paintGround(QPainter& painter) const override;
  void paintWords(QPainter& painter) const override;
  QString nothing() const override;

  virtual void plotWindow() = 0;
  virtual QString label(double value) const = 0;  ///< of a round number on the left
  virtual std::vector<End> ends() const = 0;
  virtual double endsWidth() const = 0;  ///< room for the widest of them

  void setWindow(std::int64_t window) { window_ = window; }
  /// The shortest of half a minute to ten minutes that shows the whole run, so that a short one is not small.
  std::int64_t windowOfRun() const;
  std::int64_t window() const { return window_; }
  std::int64_t time() const { return time_; }
  double secondsAgo(std::int64_t at) const;  ///< as the axis has it: -30 to 0
  /// @param least smallest step from one round number to the next
  void setTop(double highest, double least);
  void setExactTop(double top, int steps);
  void addSeries(QAbstractSeries* series);
  QFont endFont() const { return theme().text(Theme::Size::tiny, QFont::DemiBold); }

 private:
  double height(int step) const;  ///< of a round number in the card
  void paintEnds(QPainter& painter) const;

  QValueAxis* seconds_;
  QValueAxis* values_;
  std::int64_t window_ = 30 * kSecond;
  std::int64_t time_ = 0;
};

}  // namespace switchyard
