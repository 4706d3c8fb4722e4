// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plot/history.h"
#include "ui/plot/time_chart.h"

#include <optional>
#include <vector>

class QAreaSeries;

namespace switchyard {

/// Where the connections went: a ribbon per server, as thick as it had connections, one on the other; the
/// caption says the last move ("8/8/8 → 0/12/12"). Exact as far back as the World remembers closed
/// connections (at least World::kMaxGhosts); what was drawn before it forgot them stays.
class ConnectionFlowChart final : public TimeChart {
  Q_OBJECT

 public:
  ConnectionFlowChart(const World& world, const Theme& theme, Selection& selection,
                      QWidget* parent = nullptr);

 protected:
  void plotWindow() override;
  void style() override;
  QString label(double value) const override;
  std::vector<End> ends() const override;
  double endsWidth() const override;
  QString nothing() const override;
  Thing thingAt(const QPointF& point) const override;

 private:
  using Counts = std::vector<int>;  ///< connections of each server, in the order of the cast
  struct Ribbon {
    NodeId server = 0;
    int place = 0;
    QAreaSeries* area = nullptr;
  };

  void takeServers();
  void measure();
  std::int64_t firstRemembered() const;
  void draw();
  QString lastMove() const;
  Counts now() const;

  History<Counts> history_;
  std::vector<Ribbon> ribbons_;
};

}  // namespace switchyard
