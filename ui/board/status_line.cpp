// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/board/status_line.h"

#include "ui/view/words.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace switchyard {
namespace {

constexpr double kGap = 6;                       ///< between parts
constexpr double kApart = 28;                    ///< around the problem
constexpr double kSide = 4;                      ///< left and right
constexpr std::int64_t kFresh = 60'000'000'000;  ///< nanoseconds for which a problem is shown

}  // namespace

StatusLine::StatusLine(const World& world, const Theme& theme, QWidget* parent)
    : View(theme, parent), world_(world), pace_([this] { bringUpToDate(); }) {
  setAccessibleName(tr("Status"));
  bringUpToDate();
}

void StatusLine::refresh(std::int64_t time) {
  time_ = time;
  pace_.ask();
}

void StatusLine::setTheme(const Theme& theme) {
  View::setTheme(theme);
  updateGeometry();
}

void StatusLine::setPresenting(bool on) {
  presenting_ = on;
  updateGeometry();
  update();
}

void StatusLine::setFramesPerSecond(double frames) {
  frames_ = frames;
  pace_.ask();
}

void StatusLine::bringUpToDate() {
  counts_ = counts();
  problem_ = problem();
  machine_ = machine();
  setAccessibleDescription(text());
  update();
}

std::vector<StatusLine::Part> StatusLine::counts() const {
  const auto agreement = world_.agreement();
  const auto relation = [&](std::uint64_t a, std::uint64_t b) -> Part {
    if (a == b) return {QStringLiteral("="), Tone::good};
    if (!agreement.calls) return {QStringLiteral("≠"), Tone::bad};
    return {a > b ? QStringLiteral(">") : QStringLiteral("<"), Tone::quiet};
  };
  std::vector<Part> parts{
      {tr("Clients sent %1").arg(words::count(agreement.clients_sent))},
      relation(agreement.clients_sent, agreement.balancer_forwarded),
      {tr("balancer forwarded %1").arg(words::count(agreement.balancer_forwarded))},
      relation(agreement.balancer_forwarded, agreement.servers_handled),
      {tr("servers handled %1").arg(words::count(agreement.servers_handled))},
  };
  if (!agreement.calls) parts.push_back({tr("· the witnesses do not agree"), Tone::bad});
  if (const auto more = remarks(agreement); !more.isEmpty()) parts.push_back({more});
  return parts;
}

/// What explains that the counts differ, or is not contained in them.
QString StatusLine::remarks(const Agreement& agreement) const {
  std::uint64_t under_way = 0;
  std::uint64_t failed = 0;
  std::uint64_t direct = 0;
  for (const auto& client : world_.clients()) {
    under_way += client.in_flight;
    failed += client.failed + client.lost;
    if (client.balancer == 0) direct += client.sent;
  }
  QString text;
  const auto add = [&](std::uint64_t calls, const QString& words) {
    if (calls > 0) text += QStringLiteral("· ") + words.arg(words::count(calls)) + QLatin1Char(' ');
  };
  add(under_way, tr("%1 under way"));
  add(failed, tr("%1 failed"));
  add(direct, tr("%1 sent directly"));
  add(agreement.unobserved, tr("%1 to servers that do not report"));
  add(agreement.strangers_forwarded, tr("%1 more from other clients"));
  return text.trimmed();
}

StatusLine::Part StatusLine::kernel() const {
  if (world_.kernelSamples() == 0) return {tr("kernel not asked yet"), Tone::faint};
  const auto agreement = world_.agreement();
  return {tr("kernel %1 of %2 sockets")
              .arg(words::count(agreement.kernel_connections), words::count(agreement.board_connections)),
          agreement.kernel ? Tone::faint : Tone::bad};
}

StatusLine::Part StatusLine::dropped() const {
  const auto dropped = world_.droppedEvents();
  if (dropped == 0) return {tr("0 events dropped"), Tone::faint};
  return {tr("%1 events dropped: the counts are not complete").arg(words::count(dropped)), Tone::bad};
}

std::vector<StatusLine::Part> StatusLine::machine() const {
  const Part dot{QStringLiteral("·"), Tone::faint};
  std::vector<Part> parts{kernel(), dot, dropped()};
  if (frames_ < 0) return parts;
  parts.push_back(dot);
  parts.push_back({tr("%1 fps").arg(std::lround(frames_)), Tone::faint});
  return parts;
}

QString StatusLine::problem() const {
  if (world_.problems().empty() || world_.problems().back().at + kFresh < time_) return {};
  const auto& last = world_.problems().back();
  return (words::text(last.what) + QLatin1Char(' ') + words::text(last.remedy)).trimmed();
}

QString StatusLine::text() const {
  QStringList all;
  for (const auto& part : counts_) all << part.text;
  if (!problem_.isEmpty()) all << problem_;
  for (const auto& part : machine_) all << part.text;
  return all.join(QLatin1Char(' '));
}

QFont StatusLine::type() const {
  return theme().text(presenting_ ? Theme::Size::normal : Theme::Size::tiny, QFont::Medium);
}

QSize StatusLine::sizeHint() const {
  const QFontMetrics metrics(type());
  return {600, metrics.height() + 12};
}

QColor StatusLine::ink(Tone tone) const {
  switch (tone) {
    case Tone::quiet:
      return theme().quiet;
    case Tone::good:
      return theme().good;
    case Tone::bad:
      return theme().bad;
    case Tone::faint:
      return theme().faint;
  }
  return theme().quiet;
}

double StatusLine::width(const std::vector<Part>& parts) const {
  const QFontMetricsF metrics(type());
  double sum = 0;
  for (const auto& part : parts) sum += metrics.horizontalAdvance(part.text) + kGap;
  return std::max(0.0, sum - kGap);
}

void StatusLine::paintParts(QPainter& painter, const std::vector<Part>& parts, double left) const {
  for (const auto& part : parts) {
    const double advance = width({part});
    painter.setPen(ink(part.tone));
    painter.drawText(QRectF(left, 0, advance + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, part.text);
    left += advance + kGap;
  }
}

void StatusLine::paintProblem(QPainter& painter, QRectF area) const {
  const double half = 4 * theme().line_scale;
  const QPointF centre(area.left() + half, area.center().y());
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme().bad);
  painter.drawPolygon(QPolygonF{{centre.x(), centre.y() - half},
                                {centre.x() + half, centre.y()},
                                {centre.x(), centre.y() + half},
                                {centre.x() - half, centre.y()}});
  area.setLeft(area.left() + 2 * half + kGap);
  painter.setPen(theme().bad);
  painter.drawText(
      area, Qt::AlignLeft | Qt::AlignVCenter,
      painter.fontMetrics().elidedText(problem_, Qt::ElideRight, static_cast<int>(area.width())));
}

void StatusLine::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(type());
  const double left = kSide + width(counts_);
  const double right = QWidget::width() - kSide - width(machine_);
  paintParts(painter, counts_, kSide);
  if (right > left + kGap) paintParts(painter, machine_, right);
  if (!problem_.isEmpty() && right - left > 4 * kApart)
    paintProblem(painter, QRectF(left + kApart, 0, right - left - 2 * kApart, height()));
}

bool StatusLine::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return View::event(event);
  QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), problem_.isEmpty() ? text() : problem_,
                     this);
  return true;
}

}  // namespace switchyard
