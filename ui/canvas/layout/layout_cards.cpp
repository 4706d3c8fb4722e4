// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/layout/layout_parts.h"
#include "ui/canvas/layout/slots.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace switchyard {
namespace {

// All lengths are pixels at scale 1, as in the design's 1208 × 576 canvas.
constexpr double kDesignWidth = 1208;
constexpr double kDesignHeight = 560;  // below that, cards tell less before they become smaller than 1
constexpr double kLeastWidth = 960;    // below that, everything becomes smaller
constexpr double kLeastHeight = 300;
constexpr double kMargin = 24;
constexpr double kTop = 50;  // room for the columns' headings
constexpr double kBelowCards = 38;
constexpr double kBelowLane = 28;
constexpr double kFootHeight = 36;
constexpr double kFootMargin = 16;
constexpr double kHeadingMiddle = 28;
constexpr double kLeastScale = 0.1;

struct Shape {
  double height;
  double least_gap;
};
struct Column {
  Role role;
  double width;
  double most_gap;
  std::array<Shape, 3> shapes;  // full, medium, small
};
constexpr Column kClients{Role::client, 208, 74, {{{88, 18}, {60, 12}, {30, 6}}}};
constexpr Column kBalancers{Role::balancer, 216, 60, {{{252, 24}, {132, 16}, {56, 8}}}};
constexpr Column kServers{Role::server, 256, 50, {{{112, 18}, {74, 12}, {34, 6}}}};

/// Fill the width, but do not let type become smaller than 1 only because the canvas is low: then cards tell
/// less.
double boardScale(const QSizeF& area, const Theme& theme, const CanvasOptions& options) {
  const double wide = options.presenting ? kLeastWidth : kDesignWidth / theme.type_scale;
  double scale = area.width() / std::max(wide, kLeastWidth);
  if (scale < 1) scale = std::min(1.0, area.width() / kLeastWidth);
  const double by_height = area.height() / kDesignHeight;
  if (by_height < scale) scale = std::max(by_height, std::min(scale, 1.0));
  return std::max(kLeastScale, std::min(scale, area.height() / kLeastHeight));
}

struct Fit {
  Density density;
  double height;
  double pitch;      // from one slot to the next
  double scale = 1;  // below 1 when even small cards are too many
};

Fit fit(const Column& column, int slots, double room) {
  const int gaps = std::max(slots - 1, 1);
  for (std::size_t i = 0; i < column.shapes.size(); ++i) {
    const auto& shape = column.shapes[i];
    const double needed = slots * shape.height + (slots - 1) * shape.least_gap;
    const bool last = i + 1 == column.shapes.size();
    if (needed > room && !last) continue;
    const double scale = std::min(1.0, room / needed);
    const double gap = (room - slots * shape.height * scale) / gaps;
    return {static_cast<Density>(i), shape.height * scale,
            shape.height * scale + std::min(gap, column.most_gap), scale};
  }
  return {};
}

class Cards {
 public:
  Cards(CanvasLayout& layout, const CanvasOptions& options) : layout_(layout), options_(options) {
    const double scale = layout.scale;
    width_ = layout.area.width() / scale;
    const double height = layout.area.height() / scale;
    if (!options.lane.isEmpty()) {
      room_ = height - kBelowLane - kTop;
      return;
    }
    const double foot_top = height - kFootMargin - kFootHeight;
    room_ = foot_top - kBelowCards - kTop;
    layout.foot =
        QRectF(kMargin * scale, foot_top * scale, (width_ - 2 * kMargin) * scale, kFootHeight * scale);
  }

  double left(const Column& column) const {
    if (column.role == Role::client) return kMargin;
    if (column.role == Role::server) return width_ - kMargin - column.width;
    return (width_ - column.width) / 2;
  }

  void head(const Column& column) {
    layout_.headings.push_back(
        {column.role, QPointF(left(column) + column.width / 2, kHeadingMiddle) * layout_.scale});
  }

  /// @param spare  slots to leave free below them
  void stack(const Column& column, const std::vector<Slot>& members, int spare = 0) {
    if (members.empty()) return;
    const int slots = members.back().index + 1 + spare;
    const auto fitted = fit(column, slots, room_);
    for (const auto& member : members)
      place(column, CardId::of(member.node->id), fitted, member.index, slots);
  }

  void single(const Column& column, const CardId& id, int index, int of) {
    place(column, id, fit(column, of, room_), index, of);
  }

  /// Tiles in as few columns as keep them legible.
  void tiles(const Column& column, const std::vector<Slot>& members) {
    constexpr double kGap = 4;
    constexpr double kFold = 22;
    constexpr double kLegible = 18;
    constexpr int kMostAcross = 20;
    const int count = static_cast<int>(members.size());
    const double width = column.width * (width_ >= kDesignWidth ? 1.5 : 1);
    const double room = room_ - kFold - kGap;
    int across = 1;
    double height = 0;
    for (; across <= kMostAcross; ++across) {
      const int rows = (count + across - 1) / across;
      height = std::min(26.0, (room - (rows - 1) * kGap) / rows);
      if (height >= kLegible) break;
    }
    const int rows = (count + across - 1) / across;
    height = std::max(height, 4.0);
    add({CardId::Kind::fold, 0}, column.role, QRectF(left(column), kTop, width, kFold), 1, Density::tile);
    const double tile = (width - (across - 1) * kGap) / across;
    for (int i = 0; i < count; ++i)
      add(CardId::of(members[static_cast<std::size_t>(i)].node->id), column.role,
          QRectF(left(column) + i / rows * (tile + kGap), kTop + kFold + kGap + i % rows * (height + kGap),
                 tile, height),
          1, Density::tile);
  }

 private:
  void place(const Column& column, const CardId& id, const Fit& fitted, int index, int slots) {
    const double middle = kTop + room_ / 2 + (index - (slots - 1) / 2.0) * fitted.pitch;
    const double width = column.width * fitted.scale;
    const double inset = column.role == Role::client ? 0 : column.width - width;
    const double x = left(column) + (column.role == Role::balancer ? inset / 2 : inset);
    add(id, column.role, QRectF(x, middle - fitted.height / 2, width, fitted.height), fitted.scale,
        fitted.density);
  }

  void add(const CardId& id, Role role, const QRectF& design, double scale, Density density) {
    const double s = layout_.scale;
    QRectF area(design.topLeft() * s, design.size() * s);
    const auto moved = options_.moved.find(id.node);
    if (id.kind == CardId::Kind::node && moved != options_.moved.end())
      area.moveCenter({moved->second.x() * layout_.area.width(), moved->second.y() * layout_.area.height()});
    layout_.cards.push_back({id, role, area, scale * s, density});
  }

  CanvasLayout& layout_;
  const CanvasOptions& options_;
  double width_;
  double room_;
};

}  // namespace

bool isStrangers(const Connection& connection, std::int64_t time) {
  constexpr std::int64_t kOwnerKnown = 1'000'000'000;  // the kernel's table is sampled more often than that
  return connection.side == Side::downstream && connection.client == 0 && connection.open() &&
         time - connection.opened_at > kOwnerKnown;
}

void layOutCards(CanvasLayout& layout, const World& world, std::int64_t time, const Theme& theme,
                 const CanvasOptions& options) {
  layout.scale = boardScale(layout.area.size(), theme, options);
  const auto clients = slotsOf(world.clients());
  const auto balancers = slotsOf(world.balancers());
  const auto servers = slotsOf(world.servers());
  const bool strangers =
      std::any_of(world.connections().begin(), world.connections().end(),
                  [&](const Connection& connection) { return isStrangers(connection, time); });
  Cards cards(layout, options);
  if (clients.empty() && balancers.empty() && servers.empty()) return;
  for (const auto* column : {&kClients, &kBalancers, &kServers}) cards.head(*column);

  const bool many = static_cast<int>(clients.size()) > kManyClients;
  const CardId::Kind others = CardId::Kind::strangers;
  if (many && !options.clients_open) {
    cards.single(kClients, {CardId::Kind::clients, 0}, 0, strangers ? 2 : 1);
    if (strangers) cards.single(kClients, {others, 0}, 1, 2);
  } else if (many) {
    cards.tiles(kClients, clients);
  } else {
    cards.stack(kClients, clients, strangers ? 1 : 0);
    const int slots = clients.empty() ? 0 : clients.back().index + 1;
    if (strangers) cards.single(kClients, {others, 0}, slots, slots + 1);
  }
  cards.stack(kBalancers, balancers);
  cards.stack(kServers, servers);
}

}  // namespace switchyard
