// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plot/history.h"
#include "ui/plot/time_chart.h"

#include <optional>
#include <vector>

class QLineSeries;

namespace switchyard {

/// How long the clients' calls took: p50, p90 and p99 of those that ended in each second. When some client
/// calls its server directly, its p50 is the base line, and the caption says what the proxy costs. Exact
/// while the World remembers all calls of a second (World::kMaxCalls); a second of which it has forgotten
/// some is left out, unless it was seen before.
class LatencyChart final : public TimeChart {
  Q_OBJECT

 public:
  LatencyChart(const World& world, const Theme& theme, Selection& selection, QWidget* parent = nullptr);

 protected:
  void plotWindow() override;
  void style() override;
  QString label(double value) const override;
  std::vector<End> ends() const override;
  double endsWidth() const override;
  QString nothing() const override;

 private:
  /// Milliseconds; empty without a call.
  struct Second {
    std::optional<double> p50, p90, p99, direct;
  };
  using Values = std::optional<double> Second::*;
  struct Line {
    Values values;
    QString name;
    QLineSeries* series = nullptr;
  };

  void measure();
  std::int64_t firstRemembered() const;
  void compare();
  QColor colour(const Line& line) const;

  History<Second> history_;
  std::vector<Line> lines_;
};

}  // namespace switchyard
