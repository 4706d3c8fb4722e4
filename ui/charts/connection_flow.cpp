// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/connection_flow.h"

#include "ui/view/words.h"

#include <QAreaSeries>
#include <QChart>
#include <QLineSeries>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace switchyard {
namespace {

constexpr std::int64_t kStep = 200'000'000;
constexpr std::size_t kMostInWords = 6;  ///< servers that the last move is told of

bool wasOpen(const Connection& connection, std::int64_t time) {
  return connection.opened_at <= time && (connection.open() || connection.closed_at > time);
}

QString inWords(const std::vector<int>& counts) {
  QStringList figures;
  for (const auto count : counts) figures << QString::number(count);
  return figures.join(QLatin1Char('/'));
}

int sum(const std::vector<int>& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0);
}

}  // namespace

ConnectionFlowChart::ConnectionFlowChart(const World& world, const Theme& theme, Selection& selection,
                                         QWidget* parent)
    : TimeChart(world, theme, selection, tr("Where connections went"), parent), history_(kStep) {}

void ConnectionFlowChart::takeServers() {
  const auto& servers = world().servers();
  while (ribbons_.size() > servers.size()) {
    chart().removeSeries(ribbons_.back().area);
    delete ribbons_.back().area;
    ribbons_.pop_back();
  }
  while (ribbons_.size() < servers.size()) {
    auto* area = new QAreaSeries(new QLineSeries, new QLineSeries);
    area->upperSeries()->setParent(area);
    area->lowerSeries()->setParent(area);
    addSeries(area);
    ribbons_.push_back({.area = area});
  }
  for (std::size_t i = 0; i < servers.size(); ++i) {
    ribbons_[i].server = servers[i].id;
    ribbons_[i].place = servers[i].place;
  }
}

/// Before this, a connection may have closed that is forgotten: the oldest ghosts go first.
std::int64_t ConnectionFlowChart::firstRemembered() const {
  std::size_t ghosts = 0;
  std::int64_t first = 0;
  for (const auto& connection : world().connections()) {
    if (connection.open()) continue;
    first = ghosts++ == 0 ? connection.closed_at : std::min(first, connection.closed_at);
  }
  return ghosts < World::kMaxGhosts ? 0 : first;
}

void ConnectionFlowChart::measure() {
  history_.moveTo(world().began(), time(), window());
  const auto first = std::max(history_.firstOpen(), history_.stepOf(firstRemembered() + kStep - 1));
  const auto last = history_.last();
  auto counts = std::vector<Counts>(static_cast<std::size_t>(std::max<std::int64_t>(0, last - first + 1)),
                                    Counts(ribbons_.size()));
  for (const auto& connection : world().connections()) {
    const auto* server = world().server(connection.server);
    if (connection.side != Side::upstream || server == nullptr) continue;
    const auto from = std::max(first, history_.stepOf(connection.opened_at + kStep - 1));
    for (auto step = from; step <= last && wasOpen(connection, history_.timeOf(step)); ++step)
      ++counts[static_cast<std::size_t>(step - first)][static_cast<std::size_t>(server->place)];
  }
  for (auto step = first; step <= last; ++step)
    history_.set(step, std::move(counts[static_cast<std::size_t>(step - first)]));
  history_.settle();
}

ConnectionFlowChart::Counts ConnectionFlowChart::now() const {
  Counts counts;
  for (const auto& server : world().servers()) counts.push_back(static_cast<int>(server.connections));
  return counts;
}

/// Steps, not slopes: a connection is there or it is not.
void ConnectionFlowChart::draw() {
  std::vector<std::pair<double, Counts>> columns;
  for (const auto& [step, counts] : history_.values())
    columns.emplace_back(secondsAgo(history_.timeOf(step)), counts);
  columns.emplace_back(0, now());
  const auto servers = ribbons_.size();
  std::vector<QList<QPointF>> edges(servers + 1);
  int highest = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& counts = columns[i].second;
    const double x = columns[i].first;
    int height = 0;
    for (std::size_t edge = 0; edge <= servers; ++edge) {
      if (edge > 0 && edge - 1 < counts.size()) height += counts[edge - 1];
      if (i > 0 && edges[edge].last().y() != height) edges[edge] << QPointF(x, edges[edge].last().y());
      edges[edge] << QPointF(x, height);
    }
    highest = std::max(highest, height);
  }
  for (std::size_t i = 0; i < servers; ++i) {
    ribbons_[i].area->lowerSeries()->replace(edges[i]);
    ribbons_[i].area->upperSeries()->replace(edges[i + 1]);
  }
  setTop(highest, 1);
}

QString ConnectionFlowChart::lastMove() const {
  auto current = now();
  if (current.size() > kMostInWords)
    return tr("%1 open").arg(words::count(static_cast<std::uint64_t>(sum(current))));
  for (auto past = history_.values().rbegin(); past != history_.values().rend(); ++past) {
    auto before = past->second;
    before.resize(current.size());
    if (before != current && sum(before) > 0) return tr("%1 → %2").arg(inWords(before), inWords(current));
  }
  return inWords(current);
}

void ConnectionFlowChart::plotWindow() {
  setWindow(windowOfRun());
  takeServers();
  measure();
  draw();
  setCaption(lastMove());
}

void ConnectionFlowChart::style() {
  for (const auto& ribbon : ribbons_) {
    auto colour = theme().server(ribbon.place);
    colour.setAlphaF(fades(ribbon.server) ? 0.25F : 0.8F);
    ribbon.area->setBrush(colour);
    ribbon.area->setPen(QPen(theme().card, 1));
  }
}

QString ConnectionFlowChart::label(double value) const {
  return words::count(static_cast<std::uint64_t>(std::llround(value)));
}

std::vector<TimeChart::End> ConnectionFlowChart::ends() const {
  std::vector<End> ends;
  const auto counts = now();
  double below = 0;
  for (std::size_t i = 0; i < ribbons_.size() && i < counts.size(); ++i) {
    if (counts[i] > 0)
      ends.push_back({at(0, below + counts[i] / 2.0, ribbons_[i].area).y(),
                      QStringLiteral("%1 %2").arg(Theme::letter(ribbons_[i].place)).arg(counts[i]),
                      theme().serverInk(ribbons_[i].place)});
    below += counts[i];
  }
  return ends;
}

double ConnectionFlowChart::endsWidth() const {
  return QFontMetricsF(endFont()).horizontalAdvance(QStringLiteral("W 888"));
}

QString ConnectionFlowChart::nothing() const {
  const bool any = std::any_of(history_.values().begin(), history_.values().end(),
                               [](const auto& column) { return sum(column.second) > 0; });
  return any || sum(now()) > 0 ? QString() : tr("No connections in this time.");
}

Thing ConnectionFlowChart::thingAt(const QPointF& point) const {
  if (!plotArea().contains(point)) return {};
  for (const auto& ribbon : ribbons_) {
    const auto value = chart().mapToValue(point, ribbon.area);
    const auto upper = ribbon.area->upperSeries()->points();
    const auto lower = ribbon.area->lowerSeries()->points();
    const auto heightAt = [&](const QList<QPointF>& edge) {
      double height = 0;
      for (const auto& corner : edge)
        if (corner.x() <= value.x()) height = corner.y();
      return height;
    };
    if (value.y() >= heightAt(lower) && value.y() < heightAt(upper)) return Thing::of(ribbon.server);
  }
  return {};
}

}  // namespace switchyard
