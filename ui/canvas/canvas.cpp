// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas.h"

#include "ui/canvas/accessible.h"
#include "ui/canvas/canvas_picture.h"
#include "ui/canvas/description.h"
#include "ui/canvas/layout/fingerprint.h"
#include "ui/canvas/paint/paint_board.h"
#include "ui/view/card.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <cmath>

namespace switchyard {
namespace {

constexpr qint64 kStillInterval = 90;        // milliseconds: some eleven times a second
constexpr std::int64_t kSeek = 500'000'000;  // a greater step of time is a jump

}  // namespace

Canvas::Canvas(const World& world, const Theme& theme, Control& control, Selection& selection,
               QWidget* parent)
    : View(theme, parent), world_(world), control_(control), selection_(selection) {
  AccessibleCanvas::install();
  setAccessibleName(tr("Canvas"));
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(320, 200);
  setAttribute(Qt::WA_OpaquePaintEvent, false);
  connect(&selection_, &Selection::hoverChanged, this, [this] {
    options_.hovered = selection_.hovered();
    change();
  });
  connect(&selection_, &Selection::selectionChanged, this, [this] {
    options_.selected = selection_.selected();
    change();
  });
}

void Canvas::refresh(std::int64_t time) {
  const bool jumped = time < time_ || time - time_ > kSeek;
  time_ = time;
  if (!isVisible()) return;
  const bool due = !since_still_.isValid() || since_still_.hasExpired(kStillInterval);
  const bool redrawn = (changed_ || jumped || due) && layOutAnew();
  const bool had_dots = !shown_.empty();
  shown_ = options_.reduced_motion ? std::vector<Dot>() : dots_.at(world_, time_, layout_, options_);
  if (redrawn || had_dots || !shown_.empty()) update();
}

/// True when the cards and lines look different now.
bool Canvas::layOutAnew() {
  since_still_.start();
  const int per_dot = dots_.callsPerDot();
  layout_ = layOut(world_, time_, size(), theme(), options_);
  dots_.survey(world_, time_, layout_, options_);
  const auto print = fingerprintOf(world_, layout_, time_);
  if (!changed_ && print == drawn_ && per_dot == dots_.callsPerDot()) return false;
  drawn_ = print;
  changed_ = false;
  still_ = QPixmap();
  renewQuickBar();
  if (list_ != nullptr) list_->bringUpToDate();
  return true;
}

void Canvas::change() {
  changed_ = true;
  if (!isVisible()) return;
  layOutAnew();
  update();
}

void Canvas::paintStillPixmap() {
  still_ = QPixmap((QSizeF(size()) * devicePixelRatioF()).toSize());
  still_.setDevicePixelRatio(devicePixelRatioF());
  still_.fill(Qt::transparent);
  QPainter painter(&still_);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(QPen(theme().line, 1));
  painter.setBrush(theme().canvas);
  painter.drawRoundedRect(area, Card::kRadius, Card::kRadius);
  painter.setClipRect(area.adjusted(1, 1, -1, -1));
  painter.save();
  painter.setTransform(board_, true);
  auto options = options_;
  if (!hasFocus()) options.focused = {};
  paintStill(painter, layout_, world_, time_, theme(), options);
  painter.restore();
  paintFoot(painter, layout_, world_, theme(), options, dots_.callsPerDot());
}

void Canvas::paintEvent(QPaintEvent*) {
  if (still_.isNull()) paintStillPixmap();
  QPainter painter(this);
  painter.drawPixmap(0, 0, still_);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(rect().adjusted(1, 1, -1, -1));
  painter.setTransform(board_, true);
  paintDots(painter, shown_, theme(), options_);
  quick_bar_.paint(painter, theme(), onBoard(pointer_));
}

void Canvas::resizeEvent(QResizeEvent*) {
  change();
}

void Canvas::setTheme(const Theme& theme) {
  View::setTheme(theme);
  change();
}

void Canvas::setReducedMotion(bool on) {
  options_.reduced_motion = on;
  change();
}

void Canvas::setPresenting(bool on) {
  options_.presenting = on;
  change();
}

void Canvas::setLane(const QString& name) {
  options_.lane = name;
  setAccessibleName(name);
  change();
}

void Canvas::setWitness(std::optional<Witness> witness) {
  options_.witness = witness;
  change();
}

void Canvas::setSpeed(double speed) {
  if (speed == options_.speed) return;
  options_.speed = speed;
  change();
}

void Canvas::fit() {
  board_ = {};
  layout_ = layOut(world_, time_, size(), theme(), options_);
  QRectF all;
  for (const auto& card : layout_.cards) all |= card.area;
  constexpr double kAround = 16;
  const QRectF room = layout_.area.adjusted(kAround, kAround, -kAround, -kAround);
  if (!all.isEmpty() && !room.contains(all)) {  // cards that were dragged out of sight
    const double scale = std::min({1.0, room.width() / all.width(), room.height() / all.height()});
    board_.translate(room.center().x(), room.center().y());
    board_.scale(scale, scale);
    board_.translate(-all.center().x(), -all.center().y());
  }
  change();
}

bool Canvas::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), tellAt(onBoard(help->pos())), this);
    return true;
  }
  return View::event(event);
}

}  // namespace switchyard
