// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/control/control.h"

#include <QString>

#include <functional>
#include <vector>

class QMenu;

namespace switchyard {

/// One thing that the user can do to a member of the cast.
struct CardAction {
  QString text;
  std::function<void()> run;  ///< none: a group of further actions
  std::vector<CardAction> more{};
  bool quick = false;      ///< also a button on the card that the pointer is over
  bool separated = false;  ///< from the one before
};

/// What can be done to this member in its present state. They act through `control`, which must outlive them.
std::vector<CardAction> actionsOf(const Node& node, const World& world, Control& control);

void fillMenu(QMenu& menu, const std::vector<CardAction>& actions);

}  // namespace switchyard
