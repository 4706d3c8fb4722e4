// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/selection.h"

namespace switchyard {

void Selection::hover(const Thing& thing) {
  if (thing == hovered_) return;
  hovered_ = thing;
  Q_EMIT hoverChanged();
}

void Selection::select(const Thing& thing) {
  if (thing == selected_) return;
  selected_ = thing;
  Q_EMIT selectionChanged();
}

}  // namespace switchyard
