// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/canvas/layout/options.h"
#include "ui/theme/theme.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace switchyard {

/// How much a card tells, from everything down to a tile that is little more than a mark.
enum class Density : std::uint8_t { full, medium, small, tile };

struct CardPlace {
  CardId id;
  Role role = Role::client;  ///< which column it stands in
  QRectF area;               ///< on the canvas
  double scale = 1;          ///< of type and lines; its content is laid out in area.size() / scale
  Density density = Density::full;
};

/// One TCP connection, or several between the same two cards that are too many to tell apart.
struct LinePlace {
  Side side = Side::downstream;
  NodeId balancer = 0;
  ConnectionId first = 0;  ///< the connection, or the oldest of them
  int connections = 1;
  CardId client;                         ///< downstream: the card at its other end
  NodeId server = 0;                     ///< upstream; downstream once joined
  QPointF from, bend_from, bend_to, to;  ///< a cubic curve, in the direction of a call
  double scale = 1;
  double calls = 0;            ///< a second, recently
  std::int64_t closed_at = 0;  ///< 0 while open
  std::optional<QRectF> label;
  QString ports;  ///< the label's text: ":41820 → :8443"

  QPointF at(double share) const;  ///< 0 at `from`, 1 at `to`
  double length() const;           ///< about
};

/// Where everything is. Computed from the World alone, so the same World has the same picture.
struct CanvasLayout {
  QRectF area;
  double scale = 1;
  std::vector<CardPlace> cards;  ///< clients, balancers, servers, each from top to bottom
  std::vector<LinePlace> lines;
  std::unordered_map<std::uint64_t, std::size_t> line_of;  ///< connectionKey() to its place in `lines`
  struct Heading {
    Role role;
    QPointF centre;
  };
  std::vector<Heading> headings;
  QRectF foot;  ///< the caption bar; empty when there is no room

  static std::uint64_t connectionKey(NodeId balancer, ConnectionId id) {
    return std::uint64_t{balancer} << 32 | id;
  }
  const CardPlace* card(const CardId& id) const;
  const CardPlace* card(NodeId node) const { return card(CardId::of(node)); }
  const LinePlace* line(NodeId balancer, ConnectionId id) const;
};

/// A closed connection stays on the canvas for so long, fading.
constexpr std::int64_t kGhostTime = 4'000'000'000;
/// More clients than that are one card, until they are opened.
constexpr int kManyClients = 14;

/// @param area  the size of the canvas, pixels
/// @param theme only its type scale matters: larger type makes larger cards
CanvasLayout layOut(const World& world, std::int64_t time, const QSizeF& area, const Theme& theme,
                    const CanvasOptions& options);

}  // namespace switchyard
