// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas under mouse and keyboard.
#include "ui/canvas/accessible.h"
#include "ui/canvas/canvas.h"
#include "ui/canvas/description.h"
#include "ui/canvas/paint/paint_board.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace switchyard {
namespace {

constexpr double kLeastZoom = 0.3;
constexpr double kMostZoom = 6;
constexpr double kZoomStep = 1.15;
constexpr double kWheelNotch = 120;  // Qt: eighths of a degree

}  // namespace

void Canvas::pointAt(const QPointF& point) {
  pointer_ = point;
  const auto on_board = onBoard(point);
  if (quick_bar_.area().contains(on_board)) return update();
  const bool on_foot = layout_.foot.contains(point);
  const auto hit = on_foot ? Hit{} : hitTest(layout_, shown_, on_board);
  const bool link = whyLink(layout_, world_).contains(point);
  setCursor(link || hit.thing.kind != Thing::Kind::nothing || hit.card.kind != CardId::Kind::nothing
                ? Qt::PointingHandCursor
                : Qt::ArrowCursor);
  if (hit.card != options_.hovered_card) {
    options_.hovered_card = hit.card;
    change();
    renewQuickBar();
  }
  selection_.hover(hit.thing);
}

/// What can be done to the card under the pointer, as it is now.
void Canvas::renewQuickBar() {
  quick_bar_ = {};
  const auto* place = layout_.card(options_.hovered_card);
  if (place != nullptr && !drag_.moving && place->id.kind == CardId::Kind::node)
    quick_bar_ = QuickBar(*place, layout_.scale, actions(CanvasItem::of(place->id)));
}

void Canvas::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return;
  const auto on_board = onBoard(event->position());
  drag_ = {.pressed = true, .moving = false, .from = event->position(), .card = {}, .grip = {}};
  const bool ground = event->button() == Qt::MiddleButton || quick_bar_.area().contains(on_board) ||
                      layout_.foot.contains(event->position());
  if (ground) return;
  drag_.card = hitTest(layout_, shown_, on_board).card;
  if (const auto* place = layout_.card(drag_.card)) drag_.grip = on_board - place->area.center();
}

void Canvas::mouseMoveEvent(QMouseEvent* event) {
  if (!drag_.pressed) return pointAt(event->position());
  const auto way = event->position() - drag_.from;
  if (!drag_.moving && way.manhattanLength() < QApplication::startDragDistance()) return;
  drag(event->position());
}

void Canvas::drag(const QPointF& point) {
  quick_bar_ = {};
  if (drag_.card.kind == CardId::Kind::node) {
    const auto centre = onBoard(point) - drag_.grip;
    options_.moved[drag_.card.node] = {centre.x() / layout_.area.width(), centre.y() / layout_.area.height()};
  } else {
    const auto last = drag_.moving ? pointer_ : drag_.from;
    board_ *= QTransform::fromTranslate(point.x() - last.x(), point.y() - last.y());
  }
  drag_.moving = true;
  pointer_ = point;
  change();
}

void Canvas::mouseReleaseEvent(QMouseEvent* event) {
  const auto drag = std::exchange(drag_, {});
  if (drag.pressed && !drag.moving && event->button() == Qt::LeftButton) click(event->position());
  pointAt(event->position());
}

void Canvas::click(const QPointF& point) {
  const auto on_board = onBoard(point);
  if (quick_bar_.area().contains(on_board)) {
    const auto card = quick_bar_.card();
    if (quick_bar_.opensAll(on_board)) return openMenu(card, mapToGlobal(point.toPoint()));
    quick_bar_.press(on_board);
    quick_bar_ = {};
    options_.hovered_card = {};
    return;
  }
  if (whyLink(layout_, world_).contains(point)) return selectLastDecision();
  if (layout_.foot.contains(point)) return;
  const auto hit = hitTest(layout_, shown_, on_board);
  if (hit.card.kind == CardId::Kind::clients || hit.card.kind == CardId::Kind::fold)
    return activate(hit.card, mapToGlobal(point.toPoint()));
  options_.focused = hit.card;
  selection_.select(hit.thing);
  change();
}

void Canvas::leaveEvent(QEvent*) {
  pointer_ = {-1, -1};
  quick_bar_ = {};
  options_.hovered_card = {};
  selection_.hover({});
  change();
}

void Canvas::zoom(double factor, const QPointF& around) {
  const double now = board_.m11();
  const double scale = std::clamp(now * factor, kLeastZoom, kMostZoom) / now;
  board_ *= QTransform::fromTranslate(-around.x(), -around.y()) * QTransform::fromScale(scale, scale) *
            QTransform::fromTranslate(around.x(), around.y());
  change();
}

void Canvas::wheelEvent(QWheelEvent* event) {
  zoom(std::pow(kZoomStep, event->angleDelta().y() / kWheelNotch), event->position());
}

void Canvas::contextMenuEvent(QContextMenuEvent* event) {
  if (event->reason() == QContextMenuEvent::Keyboard)
    return activate(options_.focused, mapToGlobal(rect().center()));
  openMenu(hitTest(layout_, shown_, onBoard(event->pos())).card, event->globalPos());
}

void Canvas::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
      return focusOn(walk(layout_, options_.focused, 1));
    case Qt::Key_Left:
    case Qt::Key_Up:
      return focusOn(walk(layout_, options_.focused, -1));
    case Qt::Key_Home:
      return focusOn(walk(layout_, {}, 0));
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Menu:
      return activate(CanvasItem::of(options_.focused));
    case Qt::Key_Escape:
      options_.focused = {};
      selection_.select({});
      return change();
    case Qt::Key_0:
      return fit();
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoom(kZoomStep, rect().center());
    case Qt::Key_Minus:
      return zoom(1 / kZoomStep, rect().center());
    case Qt::Key_H:
      return control_.healAll();
    default:
      return View::keyPressEvent(event);
  }
}

void Canvas::focusInEvent(QFocusEvent*) {
  change();
  if (list_ != nullptr) list_->tellFocus(CanvasItem::of(options_.focused));
}

void Canvas::focusOutEvent(QFocusEvent*) {
  change();
}

/// Says aloud, shows and selects the card.
void Canvas::focusOn(const CardId& card) {
  options_.focused = card;
  const auto* node = card.kind == CardId::Kind::node ? world_.node(card.node) : nullptr;
  selection_.select(node != nullptr ? Thing::of(card.node) : Thing{});
  change();
  if (list_ != nullptr) list_->tellFocus(CanvasItem::of(card));
}

void Canvas::activate(const CardId& card, const QPoint& screen) {
  if (card.kind == CardId::Kind::clients || card.kind == CardId::Kind::fold) {
    options_.clients_open = card.kind == CardId::Kind::clients;
    options_.focused = options_.hovered_card = {};
    return change();
  }
  openMenu(card, screen);
}

QRect Canvas::boardOnScreen(const QRectF& area) const {
  const auto here = board_.mapRect(area).toAlignedRect() & rect();
  return here.isEmpty() ? QRect() : QRect(mapToGlobal(here.topLeft()), here.size());
}

QRect Canvas::onScreen(const CanvasItem& item) const {
  if (const auto* card = layout_.card(item.card)) return boardOnScreen(card->area);
  const auto* line = item.connection == 0 ? nullptr : layout_.line(item.balancer, item.connection);
  constexpr double kWidth = 8;  // a flat line has an area too
  return line == nullptr ? QRect()
                         : boardOnScreen(QRectF(line->from, line->to).normalized().adjusted(0, 0, 0, kWidth));
}

bool Canvas::isChosen(const CanvasItem& item) const {
  if (item.connection != 0) return selection_.selected() == Thing::of(item.balancer, item.connection);
  return hasFocus() && item.card.kind != CardId::Kind::nothing && item.card == options_.focused;
}

void Canvas::choose(const CanvasItem& item) {
  if (item.connection != 0) return selection_.select(Thing::of(item.balancer, item.connection));
  setFocus();
  focusOn(item.card);
}

void Canvas::activate(const CanvasItem& item) {
  if (item.connection != 0) return choose(item);
  if (layout_.card(item.card) != nullptr) activate(item.card, onScreen(item).center());
}

std::vector<CardAction> Canvas::actions(const CanvasItem& item) const {
  const auto* node = item.card.kind == CardId::Kind::node ? world_.node(item.card.node) : nullptr;
  return node == nullptr ? std::vector<CardAction>() : actionsOf(*node, world_, control_);
}

void Canvas::openMenu(const CardId& card, const QPoint& screen) {
  const auto actions = this->actions(CanvasItem::of(card));
  if (actions.empty()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  fillMenu(*menu, actions);
  menu->popup(screen);
}

/// The connection that was decided about last, or the call where each call is decided about.
void Canvas::selectLastDecision() {
  const auto& balancers = world_.balancers();
  const auto decided = std::find_if(balancers.rbegin(), balancers.rend(),
                                    [](const Balancer& balancer) { return balancer.picks > 0; });
  if (decided == balancers.rend()) return;
  const auto& decision = *decided->decisions.last();
  if (decision.call != 0)
    selection_.select(Thing::ofCall(decision.call));
  else if (decision.connection != 0)
    selection_.select(Thing::of(decided->id, decision.connection));
  else
    selection_.select(Thing::of(decided->id));
}

QString Canvas::tellAt(const QPointF& point) const {
  const auto thing = hitTest(layout_, shown_, point).thing;
  if (thing.kind == Thing::Kind::node) {
    const auto* node = world_.node(thing.node);
    return node == nullptr ? QString() : describe(*node, world_);
  }
  if (thing.kind != Thing::Kind::connection) return {};
  const auto* connection = world_.connection(thing.node, thing.connection);
  return connection == nullptr ? QString() : describe(*connection, world_);
}

}  // namespace switchyard
