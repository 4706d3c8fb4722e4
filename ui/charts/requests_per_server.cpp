// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/requests_per_server.h"

#include "ui/view/words.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QPainter>
#include <QStackedBarSeries>
#include <QValueAxis>

#include <algorithm>
#include <numeric>

namespace switchyard {
namespace {

constexpr double kWidestBar = 64;
constexpr double kFadedAlpha = 0.35;
constexpr double kHatching = 6;  ///< pixels from line to line

/// Lines from the lower left to the upper right, ended at the edges by hand: SVG knows no clipping painter.
void hatch(QPainter& painter, const QRectF& area) {
  for (double offset = kHatching; offset < area.width() + area.height(); offset += kHatching) {
    const double start_x = std::max(0.0, offset - area.height());
    const double end_x = std::min(offset, area.width());
    painter.drawLine(QPointF(area.left() + start_x, area.top() + (offset - start_x)),
                     QPointF(area.left() + end_x, area.top() + (offset - end_x)));
  }
}

}  // namespace

RequestsPerServerChart::RequestsPerServerChart(const World& world, const Theme& theme, Selection& selection,
                                               QWidget* parent)
    : ChartCard(world, theme, selection, tr("Requests per server"), parent),
      series_(new QStackedBarSeries),
      places_(new QBarCategoryAxis),
      calls_(new QValueAxis) {
  chart().addSeries(series_);
  chart().addAxis(places_, Qt::AlignBottom);
  chart().addAxis(calls_, Qt::AlignLeft);
  series_->attachAxis(places_);
  series_->attachAxis(calls_);
  places_->setVisible(false);
  calls_->setVisible(false);
}

std::vector<RequestsPerServerChart::Bar> RequestsPerServerChart::bars() const {
  std::vector<Bar> bars;
  for (const auto& server : world().servers()) {
    const auto calls = server.built_in ? server.received : server.forwarded;
    if (server.state == NodeState::removed && calls == 0) continue;
    bars.push_back({.server = server.id,
                    .place = server.place,
                    .name = words::text(server.name),
                    .calls = calls,
                    .failed = std::min(calls, server.errors + server.lost)});
  }
  return bars;
}

void RequestsPerServerChart::rebuild(std::size_t count) {
  series_->clear();
  places_->clear();
  QStringList categories;
  for (std::size_t i = 0; i < count; ++i) categories << QString::number(i);
  places_->append(categories);
  for (std::size_t i = 0; i < 2 * count; ++i) {
    auto* set = new QBarSet({});
    for (std::size_t place = 0; place < count; ++place) set->append(0);
    series_->append(set);
  }
}

void RequestsPerServerChart::plot(std::int64_t) {
  const auto count = bars_.size();
  bars_ = bars();
  if (bars_.size() != count) rebuild(bars_.size());
  std::uint64_t most = 1;
  std::uint64_t total = 0;
  std::uint64_t failed = 0;
  for (std::size_t i = 0; i < bars_.size(); ++i) {
    auto& bar = bars_[i];
    const auto sets = series_->barSets();
    const auto place = static_cast<int>(i);
    bar.good_part = sets[2 * place];
    bar.failed_part = sets[2 * place + 1];
    bar.good_part->replace(place, static_cast<double>(bar.calls - bar.failed));
    bar.failed_part->replace(place, static_cast<double>(bar.failed));
    most = std::max(most, bar.calls);
    total += bar.calls;
    failed += bar.failed;
  }
  calls_->setRange(0, static_cast<double>(most));
  const auto sum = tr("total %1").arg(words::count(total));
  setCaption(failed == 0 ? sum : tr("%1 · %2 failed").arg(sum, words::count(failed)));
}

void RequestsPerServerChart::style() {
  for (const auto& bar : bars_) {
    auto colour = theme().server(bar.place);
    colour.setAlphaF(fades(bar.server) ? kFadedAlpha : 1.0);
    bar.good_part->setBrush(colour);
    bar.failed_part->setBrush(theme().card);
    for (auto* set : {bar.good_part, bar.failed_part}) set->setPen(Qt::NoPen);
  }
}

void RequestsPerServerChart::fit() {
  series_->setBarWidth(std::min(0.66, kWidestBar / slot()));
}

double RequestsPerServerChart::slot() const {
  return plotArea().width() / static_cast<double>(std::max<std::size_t>(bars_.size(), 1));
}

bool RequestsPerServerChart::standing() const {
  const QFontMetricsF metrics(theme().text(Theme::Size::small, QFont::DemiBold));
  const auto room = (cardSize().width() - 2 * kPadding) / static_cast<double>(bars_.size()) - 4;
  return std::any_of(bars_.begin(), bars_.end(), [&](const Bar& bar) {
    return metrics.horizontalAdvance(words::count(bar.calls)) > room;
  });
}

QMarginsF RequestsPerServerChart::room() const {
  const QFontMetricsF figures(theme().text(Theme::Size::small, QFont::DemiBold));
  double above = figures.height();
  if (standing())
    for (const auto& bar : bars_) above = std::max(above, figures.horizontalAdvance(words::count(bar.calls)));
  const double below = QFontMetricsF(theme().text(Theme::Size::tiny)).height() + 10;
  return {kPadding, kHeader + 4 + above + 4, kPadding, below + 12};
}

QRectF RequestsPerServerChart::part(std::size_t bar, double from, double to) const {
  const auto place = static_cast<double>(bar);
  const auto bottom = at(place, from, series_);
  const auto top = at(place, to, series_);
  const double width = series_->barWidth() * slot();
  return {bottom.x() - width / 2, top.y(), width, bottom.y() - top.y()};
}

void RequestsPerServerChart::paintFailed(QPainter& painter, std::size_t index) const {
  const auto& bar = bars_[index];
  if (bar.failed == 0) return;
  const auto area = part(index, static_cast<double>(bar.calls - bar.failed), static_cast<double>(bar.calls));
  auto colour = theme().server(bar.place);
  colour.setAlphaF(fades(bar.server) ? kFadedAlpha : 1.0);
  painter.setPen(QPen(colour, 1.5 * theme().line_scale));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(area.adjusted(0.75, 0.75, -0.75, -0.75));
  hatch(painter, area);
}

void RequestsPerServerChart::paintName(QPainter& painter, const Bar& bar, double centre) const {
  const auto letter = Theme::letter(bar.place);
  const auto strong = theme().text(Theme::Size::tiny, QFont::Bold);
  const auto plain = theme().text(Theme::Size::tiny, QFont::Medium);
  const double letter_width = QFontMetricsF(strong).horizontalAdvance(letter);
  constexpr double kGap = 5;
  const QFontMetricsF metrics(plain);
  auto name = metrics.elidedText(bar.name, Qt::ElideMiddle, slot() - letter_width - kGap - 6);
  if (name.size() < std::min<qsizetype>(bar.name.size(), 4)) name.clear();  // the letter alone says more
  const double name_width = name.isEmpty() ? 0 : kGap + metrics.horizontalAdvance(name);
  QRectF line(centre - (letter_width + name_width) / 2, plotArea().bottom() + 8, letter_width + 1,
              metrics.height());
  painter.setFont(strong);
  painter.setPen(theme().serverInk(bar.place));
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, letter);
  line.setLeft(line.right() - 1 + kGap);
  line.setWidth(name_width + 2);
  painter.setFont(plain);
  painter.setPen(hovers(bar.server) ? theme().ink : theme().quiet);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, name);
}

void RequestsPerServerChart::paintWords(QPainter& painter) const {
  const auto plot = plotArea();
  painter.setPen(QPen(theme().line, theme().line_scale));
  painter.drawLine(plot.bottomLeft(), plot.bottomRight());
  const bool upright = standing();
  for (std::size_t i = 0; i < bars_.size(); ++i) {
    const auto& bar = bars_[i];
    paintFailed(painter, i);
    const auto area = part(i, 0, static_cast<double>(bar.calls));
    paintName(painter, bar, area.center().x());
    painter.setFont(theme().text(Theme::Size::small, QFont::DemiBold));
    painter.setPen(theme().ink);
    if (upright) {
      painter.save();
      painter.translate(area.center().x(), area.top() - 4);
      painter.rotate(-90);
      painter.drawText(QRectF(0, -20, 200, 40), Qt::AlignLeft | Qt::AlignVCenter, words::count(bar.calls));
      painter.restore();
    } else {
      painter.drawText(QRectF(area.center().x() - 100, area.top() - 44, 200, 40),
                       Qt::AlignHCenter | Qt::AlignBottom, words::count(bar.calls));
    }
  }
}

QString RequestsPerServerChart::nothing() const {
  return bars_.empty() ? tr("No servers yet.") : QString();
}

Thing RequestsPerServerChart::thingAt(const QPointF& point) const {
  const auto plot = plotArea();
  if (bars_.empty() || point.y() < kHeader || point.x() < plot.left()) return {};
  const auto index = static_cast<std::size_t>((point.x() - plot.left()) / slot());
  return index < bars_.size() ? Thing::of(bars_[index].server) : Thing{};
}

}  // namespace switchyard
