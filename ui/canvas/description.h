// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/canvas/layout/layout.h"

#include <QString>

#include <vector>

namespace switchyard {

/// What the list beside the picture has an entry for: a card, or an open connection.
struct CanvasItem {
  CardId card;
  NodeId balancer = 0;          ///< of a connection
  ConnectionId connection = 0;  ///< 0: it is a card

  static CanvasItem of(const CardId& card) { return {card, 0, 0}; }
  static CanvasItem of(const Connection& connection) { return {{}, connection.balancer, connection.id}; }
  friend auto operator<=>(const CanvasItem&, const CanvasItem&) = default;
};

/// The cards in reading order, then the open connections, oldest first.
std::vector<CanvasItem> itemsOf(const CanvasLayout& layout, const World& world);
/// What it is and in which state: "server srv02, down: killed". Empty when it has gone.
QString nameOf(const CanvasItem& item, const World& world);
/// All that the picture shows of it, its counts too.
QString describe(const CanvasItem& item, const World& world);
QString describe(const Node& node, const World& world);
QString describe(const Connection& connection, const World& world);

}  // namespace switchyard
