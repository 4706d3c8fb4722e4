// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/hit.h"

#include <QLineF>

#include <algorithm>

namespace switchyard {
namespace {

constexpr double kReach = 8;

double distanceToSegment(const QPointF& point, const QPointF& from, const QPointF& to) {
  const QPointF along = to - from;
  const double length = QPointF::dotProduct(along, along);
  const double share =
      length > 0 ? std::clamp(QPointF::dotProduct(point - from, along) / length, 0.0, 1.0) : 0.0;
  return QLineF(point, from + along * share).length();
}

double distanceTo(const LinePlace& line, const QPointF& point) {
  constexpr int kSteps = 24;
  double nearest = 1e9;
  for (int i = 0; i < kSteps; ++i)
    nearest = std::min(nearest, distanceToSegment(point, line.at(double(i) / kSteps),
                                                  line.at(double(i + 1) / kSteps)));
  return nearest;
}

}  // namespace

Hit hitTest(const CanvasLayout& layout, const std::vector<Dot>& dots, const QPointF& point) {
  for (auto card = layout.cards.rbegin(); card != layout.cards.rend(); ++card) {
    if (!card->area.contains(point)) continue;
    return {card->id, card->id.kind == CardId::Kind::node ? Thing::of(card->id.node) : Thing{}};
  }
  Hit hit;
  double nearest = kReach * layout.scale;
  for (const auto& dot : dots) {
    const double distance = QLineF(dot.at, point).length();
    if (distance >= nearest) continue;
    nearest = distance;
    hit.thing = Thing::ofCall(dot.call);
  }
  if (hit.thing.kind != Thing::Kind::nothing) return hit;
  for (const auto& line : layout.lines) {
    const double distance = distanceTo(line, point);
    if (distance >= nearest) continue;
    nearest = distance;
    hit.thing = Thing::of(line.balancer, line.first);
  }
  return hit;
}

std::vector<CardId> readingOrder(const CanvasLayout& layout) {
  std::vector<CardId> order;
  order.reserve(layout.cards.size());
  for (const auto& card : layout.cards) order.push_back(card.id);
  return order;
}

CardId walk(const CanvasLayout& layout, const CardId& from, int steps) {
  const auto order = readingOrder(layout);
  if (order.empty()) return {};
  const auto here = std::find(order.begin(), order.end(), from);
  if (here == order.end()) return steps >= 0 ? order.front() : order.back();
  const auto place = static_cast<int>(here - order.begin());
  return order[static_cast<std::size_t>(std::clamp(place + steps, 0, static_cast<int>(order.size()) - 1))];
}

}  // namespace switchyard
