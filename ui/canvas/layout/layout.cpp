// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/layout/layout.h"

#include "ui/canvas/layout/layout_parts.h"

#include <QLineF>

#include <algorithm>

namespace switchyard {

QPointF LinePlace::at(double share) const {
  const double rest = 1 - share;
  return from * (rest * rest * rest) + bend_from * (3 * rest * rest * share) +
         bend_to * (3 * rest * share * share) + to * (share * share * share);
}

double LinePlace::length() const {
  constexpr int kSteps = 8;
  double sum = 0;
  for (int i = 0; i < kSteps; ++i) sum += QLineF(at(double(i) / kSteps), at(double(i + 1) / kSteps)).length();
  return sum;
}

const CardPlace* CanvasLayout::card(const CardId& id) const {
  const auto found =
      std::find_if(cards.begin(), cards.end(), [&](const CardPlace& place) { return place.id == id; });
  return found == cards.end() ? nullptr : &*found;
}

const LinePlace* CanvasLayout::line(NodeId balancer, ConnectionId id) const {
  const auto found = line_of.find(connectionKey(balancer, id));
  return found == line_of.end() ? nullptr : &lines[found->second];
}

CanvasLayout layOut(const World& world, std::int64_t time, const QSizeF& area, const Theme& theme,
                    const CanvasOptions& options) {
  CanvasLayout layout;
  layout.area = QRectF(QPointF(0, 0), area);
  layOutCards(layout, world, time, theme, options);
  layOutLines(layout, world, time, options);
  return layout;
}

}  // namespace switchyard
