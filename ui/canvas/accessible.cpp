// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/accessible.h"

#include "ui/canvas/canvas.h"

#include <QPointer>

#include <algorithm>

namespace switchyard {
namespace {

/// One item of the list. It outlives what it stands for until the tools have let go of it; then it is not
/// valid.
class AccessibleItem final : public QAccessibleInterface, public QAccessibleActionInterface {
 public:
  AccessibleItem(Canvas& canvas, const CanvasItem& item) : canvas_(&canvas), item_(item) {}
  const CanvasItem& item() const { return item_; }

  bool isValid() const override { return canvas_ != nullptr && !text(QAccessible::Name).isEmpty(); }
  QObject* object() const override { return nullptr; }
  QWindow* window() const override { return parent() == nullptr ? nullptr : parent()->window(); }
  QAccessibleInterface* parent() const override {
    return canvas_ == nullptr ? nullptr : QAccessible::queryAccessibleInterface(canvas_);
  }
  QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  QAccessibleInterface* child(int) const override { return nullptr; }
  int childCount() const override { return 0; }
  int indexOfChild(const QAccessibleInterface*) const override { return -1; }

  QString text(QAccessible::Text kind) const override {
    if (canvas_ == nullptr) return {};
    if (kind == QAccessible::Name) return nameOf(item_, canvas_->world());
    if (kind == QAccessible::Description) return describe(item_, canvas_->world());
    return {};
  }
  void setText(QAccessible::Text, const QString&) override {}
  QRect rect() const override { return canvas_ == nullptr ? QRect() : canvas_->onScreen(item_); }
  QAccessible::Role role() const override { return QAccessible::ListItem; }
  QAccessible::State state() const override {
    QAccessible::State state;
    if (!isValid()) {
      state.invalid = true;
      return state;
    }
    const bool chosen = canvas_->isChosen(item_);
    state.focusable = item_.connection == 0;
    state.focused = chosen && state.focusable;
    state.selectable = true;
    state.selected = chosen;
    state.invisible = !canvas_->isVisible();
    state.offscreen = rect().isEmpty();
    return state;
  }

  void* interface_cast(QAccessible::InterfaceType type) override {
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
  }
  /// Pressing it opens its menu; what stands in the menu can be had at once too.
  QStringList actionNames() const override {
    QStringList names{pressAction(), setFocusAction()};
    if (!isValid()) return names;
    for (const auto& action : canvas_->actions(item_))
      if (action.run) names << action.text;
    return names;
  }
  QString localizedActionName(const QString& name) const override {
    const auto known = QAccessibleActionInterface::localizedActionName(name);
    return known.isEmpty() ? name : known;
  }
  void doAction(const QString& name) override {
    if (!isValid()) return;
    if (name == pressAction()) return canvas_->activate(item_);
    if (name == setFocusAction()) return canvas_->choose(item_);
    for (const auto& action : canvas_->actions(item_))
      if (action.run && action.text == name) return action.run();
  }
  QStringList keyBindingsForAction(const QString&) const override { return {}; }

 private:
  QPointer<Canvas> canvas_;
  CanvasItem item_;
};

void tell(QAccessibleInterface* about, QAccessible::Event what) {
  QAccessibleEvent event(about, what);
  QAccessible::updateAccessibility(&event);
}

QAccessibleInterface* make(const QString&, QObject* object) {
  auto* canvas = qobject_cast<Canvas*>(object);
  return canvas == nullptr ? nullptr : new AccessibleCanvas(*canvas);
}

}  // namespace

void AccessibleCanvas::install() {
  static const bool installed = (QAccessible::installFactory(make), true);
  Q_UNUSED(installed)
}

AccessibleCanvas::AccessibleCanvas(Canvas& canvas)
    : QAccessibleWidget(&canvas, QAccessible::List),
      canvas_(canvas),
      items_(itemsOf(canvas.layout(), canvas.world())) {
  for (const auto& item : items_) names_[item] = nameOf(item, canvas.world());
  canvas_.setList(this);
}

AccessibleCanvas::~AccessibleCanvas() {
  canvas_.setList(nullptr);
  for (const auto& [item, id] : interfaces_) QAccessible::deleteAccessibleInterface(id);
}

void AccessibleCanvas::bringUpToDate() {
  auto items = itemsOf(canvas_.layout(), canvas_.world());
  std::map<CanvasItem, QString> names;
  for (const auto& item : items) names[item] = nameOf(item, canvas_.world());
  for (auto known = interfaces_.begin(); known != interfaces_.end();) {
    if (names.contains(known->first)) {
      ++known;
      continue;
    }
    tell(QAccessible::accessibleInterface(known->second), QAccessible::ObjectDestroyed);
    QAccessible::deleteAccessibleInterface(known->second);
    known = interfaces_.erase(known);
  }
  const auto before = std::exchange(names_, std::move(names));
  items_ = std::move(items);
  for (const auto& item : items_) {
    const auto was = before.find(item);
    if (was == before.end())
      tell(interfaceOf(item), QAccessible::ObjectCreated);
    else if (was->second != names_[item])
      tell(interfaceOf(item), QAccessible::NameChanged);
  }
}

void AccessibleCanvas::tellFocus(const CanvasItem& item) {
  if (names_.contains(item)) tell(interfaceOf(item), QAccessible::Focus);
}

QAccessibleInterface* AccessibleCanvas::interfaceOf(const CanvasItem& item) const {
  const auto known = interfaces_.find(item);
  if (known != interfaces_.end()) return QAccessible::accessibleInterface(known->second);
  auto* made = new AccessibleItem(canvas_, item);
  interfaces_[item] = QAccessible::registerAccessibleInterface(made);
  return made;
}

int AccessibleCanvas::childCount() const {
  return static_cast<int>(items_.size()) + QAccessibleWidget::childCount();
}

/// The items, then what widgets lie on the canvas.
QAccessibleInterface* AccessibleCanvas::child(int index) const {
  const auto items = static_cast<int>(items_.size());
  if (index < 0 || index >= items) return QAccessibleWidget::child(index - items);
  return interfaceOf(items_[static_cast<std::size_t>(index)]);
}

int AccessibleCanvas::indexOfChild(const QAccessibleInterface* child) const {
  if (const auto* item = dynamic_cast<const AccessibleItem*>(child)) {
    const auto found = std::find(items_.begin(), items_.end(), item->item());
    return found == items_.end() ? -1 : static_cast<int>(found - items_.begin());
  }
  const auto widget = QAccessibleWidget::indexOfChild(child);
  return widget < 0 ? -1 : widget + static_cast<int>(items_.size());
}

QAccessibleInterface* AccessibleCanvas::childAt(int x, int y) const {
  for (const auto& item : items_)
    if (item.connection == 0 && canvas_.onScreen(item).contains(x, y)) return interfaceOf(item);
  return QAccessibleWidget::childAt(x, y);
}

QAccessibleInterface* AccessibleCanvas::focusChild() const {
  for (const auto& item : items_)
    if (item.connection == 0 && canvas_.isChosen(item)) return interfaceOf(item);
  return QAccessibleWidget::focusChild();
}

}  // namespace switchyard
