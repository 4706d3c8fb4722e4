// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/description.h"

#include <QAccessibleWidget>

#include <map>
#include <vector>

namespace switchyard {

class Canvas;

/// The canvas as assistive tools see it: a list with an item for each card and each open connection, named in
/// words. Made when a tool first asks for it, and owned by QAccessible.
class AccessibleCanvas final : public QAccessibleWidget {
 public:
  /// From now on every Canvas has one when it is asked for.
  static void install();

  explicit AccessibleCanvas(Canvas& canvas);
  ~AccessibleCanvas() override;

  /// Tells the tools what came, what went and what is called differently now.
  void bringUpToDate();
  void tellFocus(const CanvasItem& item);

  int childCount() const override;
  QAccessibleInterface* child(int index) const override;
  int indexOfChild(const QAccessibleInterface* child) const override;
  QAccessibleInterface* childAt(int x, int y) const override;
  QAccessibleInterface* focusChild() const override;

 private:
  QAccessibleInterface* interfaceOf(const CanvasItem& item) const;

  Canvas& canvas_;
  std::vector<CanvasItem> items_;
  std::map<CanvasItem, QString> names_;
  mutable std::map<CanvasItem, QAccessible::Id> interfaces_;  ///< of the items that were asked for
};

}  // namespace switchyard
