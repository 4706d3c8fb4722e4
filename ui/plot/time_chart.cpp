// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/time_chart.h"

#include "ui/plot/round_numbers.h"

#include <QAbstractSeries>
#include <QChart>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>

namespace switchyard {
namespace {

constexpr int kSteps = 3;
constexpr double kGap = 8;  ///< between words and lines

}  // namespace

TimeChart::TimeChart(const World& world, const Theme& theme, Selection& selection, const QString& title,
                     QWidget* parent)
    : ChartCard(world, theme, selection, title, parent), seconds_(new QValueAxis), values_(new QValueAxis) {
  chart().addAxis(seconds_, Qt::AlignBottom);
  chart().addAxis(values_, Qt::AlignLeft);
  seconds_->setVisible(false);
  values_->setVisible(false);
  setTop(0, 1);
}

void TimeChart::addSeries(QAbstractSeries* series) {
  chart().addSeries(series);
  series->attachAxis(seconds_);
  series->attachAxis(values_);
}

std::int64_t TimeChart::windowOfRun() const {
  for (const std::int64_t seconds : {30, 60, 120, 300})
    if (time_ - world().began() <= seconds * kSecond) return seconds * kSecond;
  return 600 * kSecond;
}

double TimeChart::secondsAgo(std::int64_t at) const {
  return static_cast<double>(at - time_) / static_cast<double>(kSecond);
}

void TimeChart::setTop(double highest, double least) {
  setExactTop(roundStep(highest / kSteps, least) * kSteps, kSteps);
}

void TimeChart::setExactTop(double top, int steps) {
  values_->setRange(0, top);
  values_->setTickCount(steps + 1);
}

void TimeChart::plot(std::int64_t time) {
  time_ = time;
  plotWindow();
  seconds_->setRange(-static_cast<double>(window_) / static_cast<double>(kSecond), 0);
}

QMarginsF TimeChart::room() const {
  const QFontMetricsF metrics(theme().text(Theme::Size::tiny));
  double widest = 0;
  for (int step = 0; step < values_->tickCount(); ++step)
    widest = std::max(widest,
                      metrics.horizontalAdvance(label(values_->max() * step / (values_->tickCount() - 1))));
  const double right = endsWidth() > 0 ? endsWidth() + kGap : 0;
  return {kPadding + widest + kGap, kHeader + 14, kPadding + right, kPadding + metrics.height() + kGap};
}

double TimeChart::height(int step) const {
  return plotArea().bottom() - plotArea().height() * step / (values_->tickCount() - 1);
}

void TimeChart::paintGround(QPainter& painter) const {
  painter.setPen(QPen(theme().sunken, theme().line_scale));
  for (int step = 0; step < values_->tickCount(); ++step)
    painter.drawLine(QPointF(plotArea().left(), height(step)), QPointF(plotArea().right(), height(step)));
}

void TimeChart::paintWords(QPainter& painter) const {
  const auto plot = plotArea();
  const QFontMetricsF metrics(theme().text(Theme::Size::tiny));
  painter.setFont(theme().text(Theme::Size::tiny));
  painter.setPen(theme().faint);
  for (int step = 0; step < values_->tickCount(); ++step) {
    const double value = values_->max() * step / (values_->tickCount() - 1);
    painter.drawText(QRectF(0, height(step) - 20, plot.left() - kGap, 40), Qt::AlignRight | Qt::AlignVCenter,
                     label(value));
  }
  const QRectF below(plot.left(), plot.bottom() + kGap, plot.width(), metrics.height());
  const auto seconds = static_cast<int>(window_ / kSecond);
  painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter,
                   seconds <= 60 ? tr("−%1 s").arg(seconds) : tr("−%1 min").arg(seconds / 60));
  painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, tr("now"));
  paintEnds(painter);
}

/// From the top down, each below the one before it; then from the bottom up where they left the plot.
void TimeChart::paintEnds(QPainter& painter) const {
  auto labels = ends();
  const QFontMetricsF metrics(endFont());
  const auto plot = plotArea();
  const double height = metrics.height() - 1;
  const auto most = static_cast<std::size_t>(std::max(1.0, (plot.height() + height) / height));
  if (labels.size() > most) labels.resize(most);
  std::stable_sort(labels.begin(), labels.end(), [](const End& a, const End& b) { return a.y < b.y; });
  for (std::size_t i = 1; i < labels.size(); ++i)
    labels[i].y = std::max(labels[i].y, labels[i - 1].y + height);
  double lowest = plot.bottom() + height / 4;
  for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
    label->y = std::min(label->y, lowest);
    lowest = label->y - height;
  }
  painter.setFont(endFont());
  for (const auto& label : labels) {
    painter.setPen(label.colour);
    painter.drawText(QRectF(plot.right() + kGap, label.y - 20, endsWidth() + kPadding, 40),
                     Qt::AlignLeft | Qt::AlignVCenter, label.text);
  }
}

QString TimeChart::nothing() const {
  return world().servers().empty() ? tr("No servers yet.") : QString();
}

}  // namespace switchyard
