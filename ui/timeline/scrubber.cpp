// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/scrubber.h"

#include "ui/view/words.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace switchyard {
namespace {

constexpr double kKnob = 8;   ///< its radius
constexpr double kTrack = 4;  ///< its thickness
constexpr double kMark = 10;  ///< half a mark's height
constexpr double kReach = 6;  ///< pixels from the pointer to the mark that it means
constexpr std::int64_t kMillisecond = 1'000'000;

}  // namespace

Scrubber::Scrubber(const Theme& theme, QWidget* parent) : QAbstractSlider(parent), theme_(&theme) {
  setOrientation(Qt::Horizontal);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setRange(0, 0);
  setSingleStep(100);
  setPageStep(1000);
}

void Scrubber::setMarks(std::vector<Mark> marks) {
  if (marks == marks_) return;
  marks_ = std::move(marks);
  update();
}

void Scrubber::setTheme(const Theme& theme) {
  theme_ = &theme;
  update();
}

double Scrubber::x(int milliseconds) const {
  const double share = maximum() == 0 ? 1 : static_cast<double>(milliseconds) / maximum();
  return kKnob + std::clamp(share, 0.0, 1.0) * (width() - 2 * kKnob);
}

int Scrubber::valueAt(double x) const {
  const double share = (x - kKnob) / std::max(1.0, width() - 2 * kKnob);
  return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * maximum()));
}

void Scrubber::paintMark(QPainter& painter, const Mark& mark) const {
  const QPointF centre(std::round(x(mark.at)), height() / 2.0);
  painter.setBrush(mark.colour);
  painter.drawRect(QRectF(centre.x() - 1.5, centre.y() - kMark, 3, 2 * kMark));
  const QPointF head(centre.x(), centre.y() - kMark);
  if (mark.sign == Mark::Sign::diamond)
    painter.drawPolygon(QPolygonF{{head.x(), head.y() - 5},
                                  {head.x() + 5, head.y()},
                                  {head.x(), head.y() + 5},
                                  {head.x() - 5, head.y()}});
  if (mark.sign == Mark::Sign::circle) painter.drawEllipse(head, 4, 4);
}

void Scrubber::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double middle = height() / 2.0;
  const double knob = x(sliderPosition());
  const auto pen = [](const QColor& colour) { return QPen(colour, kTrack, Qt::SolidLine, Qt::RoundCap); };
  painter.setPen(pen(theme_->line));
  painter.drawLine(QPointF(kKnob, middle), QPointF(width() - kKnob, middle));
  painter.setPen(pen(isEnabled() ? theme_->accent : theme_->faint));
  painter.drawLine(QPointF(kKnob, middle), QPointF(knob, middle));
  painter.setPen(Qt::NoPen);
  for (const auto& mark : marks_) paintMark(painter, mark);
  painter.setBrush(isEnabled() ? theme_->accent : theme_->faint);
  painter.setPen(hasFocus() ? QPen(theme_->ink, 2) : QPen(theme_->card, 2));
  painter.drawEllipse(QPointF(knob, middle), kKnob, kKnob);
}

void Scrubber::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  setSliderDown(true);
  setValue(valueAt(event->position().x()));
}

void Scrubber::mouseMoveEvent(QMouseEvent* event) {
  if (isSliderDown()) setValue(valueAt(event->position().x()));
}

void Scrubber::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) setSliderDown(false);
}

QString Scrubber::wordsAt(double position) const {
  QStringList lines;
  for (const auto& mark : marks_)
    if (std::abs(x(mark.at) - position) <= kReach) lines << mark.words;
  if (lines.isEmpty()) lines << words::stamp(valueAt(position) * kMillisecond);
  constexpr qsizetype kMost = 8;
  if (lines.size() > kMost) lines = lines.mid(0, kMost) << QStringLiteral("…");
  return lines.join(QLatin1Char('\n'));
}

bool Scrubber::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QAbstractSlider::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QToolTip::showText(help->globalPos(), wordsAt(help->pos().x()), this);
  return true;
}

}  // namespace switchyard
