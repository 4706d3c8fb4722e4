// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/control/selection.h"
#include "ui/view/card.h"
#include "ui/view/pace.h"

#include <QGraphicsScene>
#include <QMarginsF>

#include <cstdint>

class QAbstractSeries;
class QChart;

namespace switchyard {

/// A chart on a card. QtCharts draws lines, bars and areas; the card draws the words, so that they are where
/// they belong at any size. Redrawn at most ten times a second. On the screen and in an export it is the same
/// paint().
class ChartCard : public Card {
  Q_OBJECT

 public:
  /// @param selection what the pointer is over is told to it, and shown when it changes elsewhere
  ChartCard(const World& world, const Theme& theme, Selection& selection, const QString& title,
            QWidget* parent = nullptr);
  ~ChartCard() override;

  void refresh(std::int64_t time) final;
  void setTheme(const Theme& theme) override;
  /// Draws the card with its chart, up to date, into `area` of any device at any scale; texts stay texts.
  void paint(QPainter& painter, const QRectF& area);

 protected:
  /// Brings series and axes up to what the World says of the time up to `time`.
  virtual void plot(std::int64_t time) = 0;
  /// Gives the series the colours of theme() and of what is hovered.
  virtual void style() = 0;
  /// Around the plot area, within the card: room for words.
  virtual QMarginsF room() const = 0;
  /// The plot area has got its size.
  virtual void fit() {}
  virtual void paintGround(QPainter&) const {}  ///< below the series
  virtual void paintWords(QPainter& painter) const = 0;
  /// When there is nothing to draw: why. Else empty.
  virtual QString nothing() const { return {}; }
  /// What is drawn at `point` of the widget.
  virtual Thing thingAt(const QPointF& point) const;

  const World& world() const { return world_; }
  const Selection& selection() const { return selection_; }
  bool hovers(NodeId node) const { return selection_.hovered() == Thing::of(node); }
  /// Something else than this is hovered here: then draw this paler.
  bool fades(NodeId node) const;
  QChart& chart() const { return *chart_; }
  const QSizeF& cardSize() const { return size_; }  ///< as it is being drawn
  QRectF plotArea() const;
  QPointF at(double x, double y, QAbstractSeries* series) const;  ///< in the card

  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void layOut(const QSizeF& size);

  const World& world_;
  Selection& selection_;
  QGraphicsScene scene_;
  QChart* chart_;  ///< owned by the scene
  Pace pace_;
  QSizeF size_;
  std::int64_t time_ = 0;
};

}  // namespace switchyard
