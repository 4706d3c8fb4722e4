// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"
#include "ui/control/selection.h"

#include <QPointF>
#include <QString>

#include <cstdint>
#include <map>
#include <optional>

namespace switchyard {

/// A card on the canvas. Most stand for one member of the cast; the others have no node of their own.
struct CardId {
  enum class Kind : std::uint8_t {
    nothing,
    node,       ///< a client, a balancer or a server
    clients,    ///< all clients together, when there are many
    fold,       ///< the button that folds opened clients again
    strangers,  ///< clients outside the cast
  };
  Kind kind = Kind::nothing;
  NodeId node = 0;

  static CardId of(NodeId node) { return {Kind::node, node}; }
  friend auto operator<=>(const CardId&, const CardId&) = default;
};

/// What the picture depends on besides the World, the time and the theme.
struct CanvasOptions {
  /// Of the clock that `time` follows: 1 is real time, 0.01 a hundredth of it. A call takes at least 400 ms
  /// on the screen, so less than that of the World's time when the clock is slow.
  double speed = 1;
  bool reduced_motion = false;       ///< calls a second on the lines instead of dots
  bool presenting = false;           ///< for the back row: large type first, no ports
  bool clients_open = false;         ///< many clients: each one a tile, instead of one card for all
  QString lane;                      ///< one of several: its name heads it, there is no caption bar
  std::optional<Witness> witness{};  ///< count as this one did, and light up who differs; else as servers did
  int calls_per_dot = 0;             ///< 0: as many as the rate asks for
  Thing hovered;
  Thing selected;
  CardId hovered_card;                ///< also what no Thing stands for
  CardId focused;                     ///< has the keyboard
  std::map<NodeId, QPointF> moved{};  ///< centres of cards that the user has moved, as shares of the area
};

}  // namespace switchyard
