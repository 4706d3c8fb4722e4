// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plot/history.h"
#include "ui/plot/time_chart.h"

class QLineSeries;

namespace switchyard {

/// How evenly the servers share the calls so far: Jain's index, 1 is even, 1/n is all on one of n servers.
/// The figure is World::fairness(); the line is the same at each half second, from the servers' own counts
/// (exact for the ten minutes that a Series remembers). Servers that do not report count as without calls, as
/// in the World.
class FairnessChart final : public TimeChart {
  Q_OBJECT

 public:
  FairnessChart(const World& world, const Theme& theme, Selection& selection, QWidget* parent = nullptr);

 protected:
  void plotWindow() override;
  void style() override;
  QMarginsF room() const override;
  void paintWords(QPainter& painter) const override;
  QString label(double value) const override;
  std::vector<End> ends() const override { return {}; }
  double endsWidth() const override { return 0; }

 private:
  double fairnessAt(std::int64_t time) const;
  QString words() const;
  QColor colour() const;

  History<double> history_;
  QLineSeries* line_;
  double fairness_ = 1;
  std::size_t servers_ = 0;
  std::uint64_t calls_ = 0;
};

}  // namespace switchyard
