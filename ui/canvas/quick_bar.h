// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/actions.h"
#include "ui/canvas/layout/layout.h"

#include <QPainter>
#include <QPointF>
#include <QRectF>

#include <vector>

namespace switchyard {

/// The small buttons at the lower edge of the card that the pointer is over: its quick actions, and one that
/// opens all of them.
class QuickBar {
 public:
  struct Button {
    QRectF area;
    QString text;
    std::function<void()> run;  ///< empty: it opens all actions
  };

  QuickBar() = default;
  QuickBar(const CardPlace& place, double scale, std::vector<CardAction> actions);

  const CardId& card() const { return card_; }
  QRectF area() const { return area_; }
  const std::vector<Button>& buttons() const { return buttons_; }
  /// Runs what is at `point`. False: nothing was, or it is the button for all actions.
  bool press(const QPointF& point) const;
  bool opensAll(const QPointF& point) const;
  void paint(QPainter& painter, const Theme& theme, const QPointF& pointer) const;

 private:
  CardId card_;
  QRectF area_;
  double scale_ = 1;
  std::vector<Button> buttons_;
};

}  // namespace switchyard
