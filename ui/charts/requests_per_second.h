// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plot/time_chart.h"

#include <vector>

class QLineSeries;

namespace switchyard {

/// A line per server: the calls that it received each second of the last thirty, exact, from its own counts.
/// A server that does not report has no line, and the caption says so.
class RequestsPerSecondChart final : public TimeChart {
  Q_OBJECT

 public:
  RequestsPerSecondChart(const World& world, const Theme& theme, Selection& selection,
                         QWidget* parent = nullptr);

 protected:
  void plotWindow() override;
  void style() override;
  QString label(double value) const override;
  std::vector<End> ends() const override;
  double endsWidth() const override;
  Thing thingAt(const QPointF& point) const override;

 private:
  struct Line {
    NodeId server = 0;
    int place = 0;
    QLineSeries* series = nullptr;
  };

  void takeServers();

  std::vector<Line> lines_;
};

}  // namespace switchyard
