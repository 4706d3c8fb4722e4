// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <QObject>

namespace switchyard {

/// Something on the board that the user can point at: a member of the cast, a TCP connection or a call.
struct Thing {
  enum class Kind : std::uint8_t { nothing, node, connection, call };
  Kind kind = Kind::nothing;
  NodeId node = 0;              ///< the member; of a connection its balancer
  ConnectionId connection = 0;  ///< as its balancer numbers it
  CallId call = 0;

  static Thing of(NodeId node) { return {.kind = Kind::node, .node = node}; }
  static Thing of(NodeId balancer, ConnectionId id) {
    return {.kind = Kind::connection, .node = balancer, .connection = id};
  }
  static Thing ofCall(CallId id) { return {.kind = Kind::call, .call = id}; }
  friend bool operator==(const Thing&, const Thing&) = default;
};

/// What the pointer is over and what was clicked, shared by canvas, tables, charts and inspector: hover a row
/// and its line glows, click a dot and the inspector tells its story. GUI thread.
class Selection final : public QObject {
  Q_OBJECT

 public:
  const Thing& hovered() const { return hovered_; }
  const Thing& selected() const { return selected_; }
  void hover(const Thing& thing);
  void select(const Thing& thing);

 Q_SIGNALS:
  void hoverChanged();
  void selectionChanged();

 private:
  Thing hovered_;
  Thing selected_;
};

}  // namespace switchyard
