// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plot/chart_card.h"

#include <vector>

class QBarCategoryAxis;
class QBarSet;
class QStackedBarSeries;
class QValueAxis;

namespace switchyard {

/// Bars of the calls that each server has received since the run began; the part that failed is hatched.
/// The servers' own counts; of a server that does not report, what its balancer sent there.
class RequestsPerServerChart final : public ChartCard {
  Q_OBJECT

 public:
  RequestsPerServerChart(const World& world, const Theme& theme, Selection& selection,
                         QWidget* parent = nullptr);

 protected:
  void plot(std::int64_t time) override;
  void style() override;
  QMarginsF room() const override;
  void fit() override;
  void paintWords(QPainter& painter) const override;
  QString nothing() const override;
  Thing thingAt(const QPointF& point) const override;

 private:
  struct Bar {
    NodeId server = 0;
    int place = 0;
    QString name;
    std::uint64_t calls = 0;
    std::uint64_t failed = 0;  ///< contained in `calls`
    QBarSet* good_part = nullptr;
    QBarSet* failed_part = nullptr;
  };

  std::vector<Bar> bars() const;
  void rebuild(std::size_t count);
  double slot() const;  ///< pixels from one bar to the next
  /// The part of a bar between two values, in the card.
  QRectF part(std::size_t bar, double from, double to) const;
  bool standing() const;  ///< there is no room for the figures but upright
  void paintFailed(QPainter& painter, std::size_t bar) const;
  void paintName(QPainter& painter, const Bar& bar, double centre) const;

  std::vector<Bar> bars_;
  QStackedBarSeries* series_;
  QBarCategoryAxis* places_;
  QValueAxis* calls_;
};

}  // namespace switchyard
