// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/canvas/description.h"
#include "ui/canvas/hit.h"
#include "ui/canvas/layout/layout.h"
#include "ui/canvas/layout/options.h"
#include "ui/canvas/motion/dots.h"
#include "ui/canvas/quick_bar.h"
#include "ui/control/control.h"
#include "ui/control/selection.h"
#include "ui/view/view.h"

#include <QElapsedTimer>
#include <QPixmap>
#include <QTransform>

#include <cstdint>
#include <optional>
#include <vector>

namespace switchyard {

class AccessibleCanvas;

/// Who talks to whom, now: cards, a line for each TCP connection, a dot for each call (UI.md, "The canvas").
/// Cards and lines are painted into a pixmap, at most ten times a second and only when they have changed; the
/// dots on top of it at each refresh(). What is borrowed must outlive it. GUI thread.
///
/// Keys: arrows walk through the cards, Enter or Menu opens the actions of one, + and - zoom, 0 fits, H heals
/// all. Wheel zooms, dragging the ground pans, a dragged card stays where it was dropped.
class Canvas final : public View {
  Q_OBJECT

 public:
  Canvas(const World& world, const Theme& theme, Control& control, Selection& selection,
         QWidget* parent = nullptr);

  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;

  void setReducedMotion(bool on);
  void setPresenting(bool on);
  void setLane(const QString& name);                ///< CanvasOptions::lane
  void setWitness(std::optional<Witness> witness);  ///< CanvasOptions::witness
  void setSpeed(double speed);  ///< of the clock that refresh() is given: CanvasOptions::speed
  void fit();                   ///< shows everything

  /// As seen now, for an export of the same picture. The view's zoom is not among them.
  const CanvasOptions& options() const { return options_; }
  const CanvasLayout& layout() const { return layout_; }
  const QuickBar& quickBar() const { return quick_bar_; }  ///< of the card that the pointer is over

  // The list beside the picture, for assistive tools (accessible.h).
  const World& world() const { return world_; }
  QRect onScreen(const CanvasItem& item) const;  ///< empty when it is not in the picture
  bool isChosen(const CanvasItem& item) const;   ///< has the keyboard, or is the selected connection
  void choose(const CanvasItem& item);           ///< as the arrow keys do
  void activate(const CanvasItem& item);         ///< as Enter does
  std::vector<CardAction> actions(const CanvasItem& item) const;  ///< none for a connection
  void setList(AccessibleCanvas* list) { list_ = list; }          ///< null: nobody wants one

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;
  // canvas_input.cpp
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  bool layOutAnew();
  void paintStillPixmap();
  void change();  ///< something else than the World has changed

  // canvas_input.cpp
  QRect boardOnScreen(const QRectF& area) const;
  QPointF onBoard(const QPointF& point) const { return board_.inverted().map(point); }
  void renewQuickBar();
  void pointAt(const QPointF& point);
  void click(const QPointF& point);
  void drag(const QPointF& point);
  void zoom(double factor, const QPointF& around);
  void focusOn(const CardId& card);
  void activate(const CardId& card, const QPoint& screen);
  void openMenu(const CardId& card, const QPoint& screen);
  void selectLastDecision();
  QString tellAt(const QPointF& point) const;

  const World& world_;
  AccessibleCanvas* list_ = nullptr;
  Control& control_;
  Selection& selection_;
  CanvasOptions options_;
  CanvasLayout layout_;
  Dots dots_;
  std::vector<Dot> shown_;
  QuickBar quick_bar_;
  QPixmap still_;
  QTransform board_;  ///< from the layout to the widget: zoom and pan
  std::int64_t time_ = 0;
  std::int64_t surveyed_ = 0;
  std::uint64_t drawn_ = 0;  ///< fingerprint of what `still_` shows
  QElapsedTimer since_still_;
  bool changed_ = true;

  QPointF pointer_;
  struct Drag {
    bool pressed = false;
    bool moving = false;
    QPointF from;
    CardId card;
    QPointF grip;  ///< from the card's centre
  };
  Drag drag_;
};

}  // namespace switchyard
