// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/requests_per_second.h"

#include "ui/view/words.h"

#include <QChart>
#include <QLineSeries>

#include <algorithm>
#include <cmath>

namespace switchyard {
namespace {

constexpr std::int64_t kPoint = 500'000'000;  ///< nanoseconds from one point to the next
constexpr double kReach = 12;                 ///< pixels from the pointer to the line that it means

/// Calls in the second before each half second, so far as it is over, from none at the beginning of the run.
QList<QPointF> points(const Series& rate, std::int64_t began, std::int64_t from, std::int64_t now) {
  QList<QPointF> points;
  if (from == began) points << QPointF(static_cast<double>(began - now) / 1e9, 0);
  for (auto at = (from + kPoint - 1) / kPoint * kPoint; at <= now; at += kPoint)
    points << QPointF(static_cast<double>(at - now) / 1e9, rate.rate(at - 1, TimeChart::kSecond));
  return points;
}

}  // namespace

RequestsPerSecondChart::RequestsPerSecondChart(const World& world, const Theme& theme, Selection& selection,
                                               QWidget* parent)
    : TimeChart(world, theme, selection, tr("Requests per second"), parent) {
  setCaption(tr("last 30 s"));
}

void RequestsPerSecondChart::takeServers() {
  const auto& servers = world().servers();
  while (lines_.size() > servers.size()) {
    chart().removeSeries(lines_.back().series);
    delete lines_.back().series;
    lines_.pop_back();
  }
  while (lines_.size() < servers.size()) {
    lines_.push_back({.series = new QLineSeries});
    addSeries(lines_.back().series);
  }
  for (std::size_t i = 0; i < servers.size(); ++i) {
    lines_[i].server = servers[i].id;
    lines_[i].place = servers[i].place;
  }
}

void RequestsPerSecondChart::plotWindow() {
  takeServers();
  const auto from = std::max(time() - window(), world().began());
  double highest = 0;
  int silent = 0;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const auto& server = world().servers()[i];
    lines_[i].series->setVisible(server.built_in && server.state != NodeState::removed);
    if (!server.built_in) ++silent;
    const auto values = points(server.rate, world().began(), from, time());
    for (const auto& value : values) highest = std::max(highest, value.y());
    lines_[i].series->replace(values);
  }
  setTop(highest, 1);
  setCaption(silent == 0 ? tr("last 30 s") : tr("last 30 s · %n servers do not report", nullptr, silent));
}

void RequestsPerSecondChart::style() {
  for (const auto& line : lines_) {
    auto colour = theme().server(line.place);
    if (fades(line.server)) colour.setAlphaF(0.3);
    const double width = (hovers(line.server) ? 3.5 : 2.0) * theme().line_scale;
    line.series->setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  }
}

QString RequestsPerSecondChart::label(double value) const {
  return words::count(static_cast<std::uint64_t>(std::llround(value)));
}

std::vector<TimeChart::End> RequestsPerSecondChart::ends() const {
  std::vector<End> ends;
  for (const auto& line : lines_)
    if (line.series->isVisible() && line.series->count() > 0)
      ends.push_back({at(0, line.series->points().last().y(), line.series).y(), Theme::letter(line.place),
                      theme().serverInk(line.place)});
  return ends;
}

double RequestsPerSecondChart::endsWidth() const {
  return QFontMetricsF(endFont()).horizontalAdvance(QStringLiteral("W"));
}

Thing RequestsPerSecondChart::thingAt(const QPointF& point) const {
  Thing nearest;
  double distance = kReach;
  for (const auto& line : lines_) {
    if (!line.series->isVisible()) continue;
    for (const auto& value : line.series->points()) {
      const auto offset = at(value.x(), value.y(), line.series) - point;
      if (std::hypot(offset.x(), offset.y()) >= distance) continue;
      distance = std::hypot(offset.x(), offset.y());
      nearest = Thing::of(line.server);
    }
  }
  return nearest;
}

}  // namespace switchyard
