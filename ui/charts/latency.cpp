// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/latency.h"

#include "ui/view/words.h"

#include <QLineSeries>

#include <algorithm>
#include <cmath>
#include <map>

namespace switchyard {
namespace {

constexpr double kMillisecond = 1e6;

/// The value below which `share` of them lie, in milliseconds. Reorders `latencies`.
std::optional<double> quantile(std::vector<std::int64_t>& latencies, double share) {
  if (latencies.empty()) return {};
  const auto rank = std::ceil(share * static_cast<double>(latencies.size())) - 1;
  const auto place = latencies.begin() + static_cast<std::ptrdiff_t>(std::max(0.0, rank));
  std::nth_element(latencies.begin(), place, latencies.end());
  return static_cast<double>(*place) / kMillisecond;
}

bool isMeasured(const CallRecord& call) {
  return call.client != 0 && call.sent_at != 0 && call.ended_at != 0 && call.status != kStatusLost;
}

struct Latencies {
  std::vector<std::int64_t> balanced;
  std::vector<std::int64_t> direct;
};

}  // namespace

LatencyChart::LatencyChart(const World& world, const Theme& theme, Selection& selection, QWidget* parent)
    : TimeChart(world, theme, selection, tr("Latency"), parent),
      history_(kSecond),
      lines_{{&Second::direct, tr("direct")},
             {&Second::p50, QStringLiteral("p50")},
             {&Second::p90, QStringLiteral("p90")},
             {&Second::p99, QStringLiteral("p99")}} {
  for (auto& line : lines_) addSeries(line.series = new QLineSeries);
}

std::int64_t LatencyChart::firstRemembered() const {
  const auto& calls = world().calls();
  if (calls.size() < World::kMaxCalls) return 0;
  return calls.front().beganAt();
}

/// All seconds that are not settled yet, in one pass over the calls.
void LatencyChart::measure() {
  history_.moveTo(world().began(), time(), window());
  const auto first = std::max(history_.firstOpen(), history_.stepOf(firstRemembered() + kSecond - 1));
  std::map<std::int64_t, Latencies> seconds;
  for (const auto& call : world().calls()) {
    const auto second = history_.stepOf(call.ended_at);
    if (!isMeasured(call) || second < first || second > history_.last()) continue;
    const auto* client = world().client(call.client);
    auto& latencies = seconds[second];
    auto& kind = client != nullptr && client->balancer == 0 ? latencies.direct : latencies.balanced;
    kind.push_back(call.ended_at - call.sent_at);
  }
  for (auto& [second, latencies] : seconds)
    history_.set(second, {quantile(latencies.balanced, 0.5), quantile(latencies.balanced, 0.9),
                          quantile(latencies.balanced, 0.99), quantile(latencies.direct, 0.5)});
  history_.settle();
}

void LatencyChart::plotWindow() {
  measure();
  double highest = 0;
  for (const auto& line : lines_) {
    QList<QPointF> points;
    for (const auto& [second, values] : history_.values()) {
      if (!(values.*line.values)) continue;
      points << QPointF(secondsAgo(history_.timeOf(second) + kSecond / 2), *(values.*line.values));
      highest = std::max(highest, points.last().y());
    }
    line.series->replace(points);
    line.series->setPointsVisible(points.size() == 1);
  }
  setTop(highest, 0.1);
  compare();
}

/// What the proxy costs: the difference of the medians of what is drawn.
void LatencyChart::compare() {
  const auto median = [&](Values which) -> std::optional<double> {
    std::vector<double> all;
    for (const auto& [second, values] : history_.values())
      if (values.*which) all.push_back(*(values.*which));
    if (all.empty()) return {};
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
    return all[all.size() / 2];
  };
  const auto balanced = median(&Second::p50);
  const auto direct = median(&Second::direct);
  const auto words = [](double milliseconds) {
    return words::duration(static_cast<std::int64_t>(milliseconds * kMillisecond));
  };
  if (!balanced)
    setCaption({});
  else if (!direct)
    setCaption(tr("p50 %1").arg(words(*balanced)));
  else if (*balanced >= *direct)
    setCaption(tr("the proxy adds %1").arg(words(*balanced - *direct)));
  else
    setCaption(tr("direct calls take %1 longer").arg(words(*direct - *balanced)));
}

QColor LatencyChart::colour(const Line& line) const {
  if (line.values == &Second::direct) return theme().quiet;
  if (line.values == &Second::p50) return theme().accent;
  return line.values == &Second::p90 ? theme().warn : theme().bad;
}

void LatencyChart::style() {
  for (const auto& line : lines_) {
    const bool base = line.values == &Second::direct;
    line.series->setPen(QPen(colour(line), 2 * theme().line_scale, base ? Qt::DashLine : Qt::SolidLine,
                             Qt::RoundCap, Qt::RoundJoin));
    line.series->setMarkerSize(6 * theme().line_scale);
  }
}

QString LatencyChart::label(double value) const {
  return value == 0 ? QStringLiteral("0") : words::duration(std::llround(value * kMillisecond));
}

std::vector<TimeChart::End> LatencyChart::ends() const {
  std::vector<End> ends;
  for (const auto& line : lines_) {
    if (line.series->count() == 0) continue;
    const auto last = line.series->points().last();
    ends.push_back(
        {at(last.x(), last.y(), line.series).y(),
         QStringLiteral("%1 %2").arg(line.name, words::duration(std::llround(last.y() * kMillisecond))),
         colour(line)});
  }
  return ends;
}

double LatencyChart::endsWidth() const {
  double widest = 0;
  for (const auto& line : lines_)
    if (line.series->count() > 0)
      widest = std::max(widest,
                        QFontMetricsF(endFont()).horizontalAdvance(line.name + QStringLiteral(" 88.88 ms")));
  return widest;
}

QString LatencyChart::nothing() const {
  return history_.values().empty() ? tr("No call has ended in the last %1 s.").arg(window() / kSecond)
                                   : QString();
}

}  // namespace switchyard
