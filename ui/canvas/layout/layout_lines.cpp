// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/layout/layout_parts.h"
#include "ui/canvas/layout/traffic.h"
#include "ui/view/words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace switchyard {
namespace {

constexpr int kMostApart = 8;      // connections between two cards that are still drawn one by one
constexpr int kMostLabels = 2;     // at one edge of a card: one above, one below
constexpr double kCardPitch = 14;  // between lines, where they leave a card
constexpr double kBalancerPitch = 26;
constexpr double kCorner = 24;  // of an edge, kept free of lines
constexpr double kLeastGap = 190;
constexpr QSizeF kLabel(118, 16);
constexpr double kLabelInset = 16;
constexpr double kLabelRise = 15;

struct Edge {
  CardId card;
  bool right = false;
  friend auto operator<=>(const Edge&, const Edge&) = default;
};

/// A line and the two edges that it joins.
struct Draft {
  LinePlace line;
  Edge from;
  Edge to;
};

CardId clientCard(const CanvasLayout& layout, const Connection& connection, std::int64_t time) {
  if (isStrangers(connection, time)) return {CardId::Kind::strangers, 0};
  const auto own = CardId::of(connection.client);
  if (connection.client == 0 || layout.card(own) != nullptr) return own;
  return {CardId::Kind::clients, 0};
}

class Lines {
 public:
  Lines(CanvasLayout& layout, const World& world, std::int64_t time, const CanvasOptions& options)
      : layout_(layout), world_(world), time_(time), options_(options), traffic_(world, time) {}

  void gather() {
    std::map<std::pair<CardId, CardId>, int> between;
    std::vector<std::pair<const Connection*, CardId>> shown;
    for (const auto& connection : world_.connections()) {
      const auto card = outerCard(connection);
      if (card.kind == CardId::Kind::nothing) continue;
      ++between[{card, CardId::of(connection.balancer)}];
      shown.emplace_back(&connection, card);
    }
    for (const auto& [connection, card] : shown) {
      const bool together = between[{card, CardId::of(connection->balancer)}] > kMostApart;
      add(*connection, card, together);
    }
  }

  void attach() {
    std::map<Edge, std::vector<std::tuple<double, std::size_t, QPointF*>>> ends;
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      auto& [line, from, to] = drafts_[i];
      ends[from].emplace_back(middle(to.card).y(), i, &line.from);
      ends[to].emplace_back(middle(from.card).y(), i, &line.to);
    }
    for (auto& [edge, lines] : ends) {
      std::sort(lines.begin(), lines.end());
      lines_at_[edge] = static_cast<int>(lines.size());
      spread(edge, lines);
    }
  }

  void finish() {
    for (auto& draft : drafts_) {
      bend(draft);
      label(draft);
      layout_.lines.push_back(draft.line);
    }
  }

 private:
  QPointF middle(const CardId& card) const { return layout_.card(card)->area.center(); }

  /// The client's or server's card that this connection is drawn to; nothing if it is not drawn.
  CardId outerCard(const Connection& connection) const {
    if (connection.opened_at > time_ || layout_.card(connection.balancer) == nullptr) return {};
    if (!connection.open() && time_ - connection.closed_at > kGhostTime) return {};
    const auto card = connection.side == Side::downstream ? clientCard(layout_, connection, time_)
                                                          : CardId::of(connection.server);
    return layout_.card(card) == nullptr ? CardId{} : card;
  }

  void add(const Connection& connection, const CardId& card, bool together) {
    const auto key =
        std::tuple(card, connection.side, connection.balancer, connection.server, connection.open());
    const auto number = CanvasLayout::connectionKey(connection.balancer, connection.id);
    if (together) {
      const auto [known, first] = bundles_.try_emplace(key, drafts_.size());
      if (!first) {
        auto& line = drafts_[known->second].line;
        ++line.connections;
        line.calls += traffic_.calls(connection);
        line.closed_at = std::max(line.closed_at, connection.closed_at);
        layout_.line_of[number] = known->second;
        return;
      }
    }
    layout_.line_of[number] = drafts_.size();
    auto& [line, from, to] = drafts_.emplace_back();
    line.side = connection.side;
    line.balancer = connection.balancer;
    line.first = connection.id;
    line.server = connection.server;
    line.closed_at = connection.closed_at;
    line.calls = traffic_.calls(connection);
    line.ports = words::ports(connection);
    const CardId balancer = CardId::of(connection.balancer);
    const bool to_the_right = middle(card).x() < middle(balancer).x();
    if (connection.side == Side::downstream) {
      line.client = card;
      from = {card, to_the_right};
      to = {balancer, !to_the_right};
    } else {
      from = {balancer, !to_the_right};
      to = {card, to_the_right};
    }
    line.scale = std::min(layout_.card(from.card)->scale, layout_.card(to.card)->scale);
  }

  void spread(const Edge& edge, std::vector<std::tuple<double, std::size_t, QPointF*>>& lines) {
    const auto& place = *layout_.card(edge.card);
    const double most = place.role == Role::balancer ? kBalancerPitch : kCardPitch;
    const double room = std::max(place.area.height() - 2 * kCorner * place.scale, place.area.height() / 2);
    const auto gaps = static_cast<double>(lines.size() - 1);
    const double pitch = std::min(most * layout_.scale, room / std::max(gaps, 1.0));
    double y = place.area.center().y() - gaps * pitch / 2;
    for (auto& [order, number, end] : lines) {
      *end = QPointF(edge.right ? place.area.right() : place.area.left(), y);
      y += pitch;
    }
  }

  void bend(Draft& draft) const {
    auto& line = draft.line;
    const double reach = std::max(std::abs(line.to.x() - line.from.x()), 120 * line.scale);
    line.bend_from = line.from + QPointF(draft.from.right ? reach * 0.47 : -reach * 0.47, 0);
    line.bend_to = line.to + QPointF(draft.to.right ? reach * 0.42 : -reach * 0.42, 0);
  }

  /// Beside the outer end, on that side of the line from which it bends away.
  void label(Draft& draft) const {
    auto& line = draft.line;
    const bool down = line.side == Side::downstream;
    const auto& outer = down ? draft.from : draft.to;
    const QPointF end = down ? line.from : line.to;
    const QPointF other = down ? line.to : line.from;
    const auto& card = *layout_.card(outer.card);
    if (line.connections > 1) line.ports = words::connections(line.connections);
    const double scale = layout_.scale;
    const bool hovered = options_.hovered == Thing::of(line.balancer, line.first);
    const bool crowded = lines_at_.at(outer) > kMostLabels || card.density > Density::medium ||
                         std::abs(other.x() - end.x()) < kLeastGap * scale;
    const bool ghost = line.closed_at != 0;
    const bool told = !crowded && (line.connections > 1 || !options_.presenting);
    if ((!told || ghost) && !hovered) return;
    const bool last = lines_at_.at(outer) == kMostLabels && end.y() > card.area.center().y();
    const bool below = lines_at_.at(outer) == kMostLabels ? last : other.y() < end.y() - scale;
    const QSizeF size = kLabel * scale;
    const double x =
        outer.right ? end.x() + kLabelInset * scale : end.x() - kLabelInset * scale - size.width();
    const double y = end.y() + (below ? kLabelRise : -kLabelRise) * scale - size.height() / 2;
    line.label = QRectF(QPointF(x, y), size);
  }

  CanvasLayout& layout_;
  const World& world_;
  std::int64_t time_;
  const CanvasOptions& options_;
  RecentTraffic traffic_;
  std::vector<Draft> drafts_;
  std::map<std::tuple<CardId, Side, NodeId, NodeId, bool>, std::size_t> bundles_;
  std::map<Edge, int> lines_at_;
};

}  // namespace

void layOutLines(CanvasLayout& layout, const World& world, std::int64_t time, const CanvasOptions& options) {
  Lines lines(layout, world, time, options);
  lines.gather();
  lines.attach();
  lines.finish();
}

}  // namespace switchyard
