// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/fairness.h"

#include "ui/charts/presence.h"
#include "ui/view/evenness.h"

#include <QLineSeries>
#include <QPainter>

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::int64_t kStep = 500'000'000;

std::uint64_t receivedUntil(const Server& server, std::int64_t time, std::int64_t now) {
  if (time > now) return server.received;
  const auto later = now / Series::kStep - time / Series::kStep + 1;
  return server.received - std::min(server.received, server.rate.count(now, later * Series::kStep));
}

}  // namespace

FairnessChart::FairnessChart(const World& world, const Theme& theme, Selection& selection, QWidget* parent)
    : TimeChart(world, theme, selection, tr("Fairness"), parent), history_(kStep), line_(new QLineSeries) {
  addSeries(line_);
  setExactTop(1, 2);
  setCaption(tr("Jain's index of all calls"));
}

double FairnessChart::fairnessAt(std::int64_t time) const {
  double sum = 0;
  double squares = 0;
  int count = 0;
  for (const auto& server : world().servers()) {
    if (!isPresent(world(), server, time)) continue;
    const auto calls = static_cast<double>(receivedUntil(server, time, world().now()));
    sum += calls;
    squares += calls * calls;
    ++count;
  }
  return squares == 0 ? 1.0 : sum * sum / (count * squares);
}

void FairnessChart::plotWindow() {
  setWindow(windowOfRun());
  history_.moveTo(world().began(), time(), window());
  for (auto step = history_.firstOpen(); step <= history_.last(); ++step)
    history_.set(step, fairnessAt(history_.timeOf(step)));
  history_.settle();
  QList<QPointF> points;
  for (const auto& [step, value] : history_.values())
    points << QPointF(secondsAgo(history_.timeOf(step)), value);
  fairness_ = world().fairness();
  points << QPointF(0, fairness_);
  line_->replace(points);
  servers_ = 0;
  calls_ = 0;
  for (const auto& server : world().servers()) {
    if (server.state == NodeState::removed) continue;
    ++servers_;
    calls_ += server.received;
  }
}

QColor FairnessChart::colour() const {
  if (calls_ == 0) return theme().quiet;
  return colourOf(evennessOf(fairness_), theme());
}

QString FairnessChart::words() const {
  if (calls_ == 0) return tr("no calls yet");
  const auto evenness = evennessOf(fairness_);
  const auto what = evenness == Evenness::even     ? tr("even")
                    : evenness == Evenness::uneven ? tr("uneven")
                                                   : tr("very uneven");
  if (servers_ < 2) return what;
  return tr("%1\n1 is even, %2 is all on one server")
      .arg(what, QString::number(1.0 / static_cast<double>(servers_), 'f', 2));
}

void FairnessChart::style() {
  line_->setPen(QPen(colour(), 2.5 * theme().line_scale, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
}

QMarginsF FairnessChart::room() const {
  auto room = TimeChart::room();
  room.setTop(kHeader + 10 + QFontMetricsF(theme().text(Theme::Size::hero, QFont::Bold)).height());
  return room;
}

void FairnessChart::paintWords(QPainter& painter) const {
  TimeChart::paintWords(painter);
  const auto hero = theme().text(Theme::Size::hero, QFont::Bold);
  const QFontMetricsF metrics(hero);
  const auto figure = calls_ == 0 ? QStringLiteral("–") : QString::number(fairness_, 'f', 2);
  QRectF line(kPadding, kHeader - 2, cardSize().width() - 2 * kPadding, metrics.height());
  painter.setFont(hero);
  painter.setPen(colour());
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, figure);
  line.setLeft(line.left() + metrics.horizontalAdvance(figure) + 12);
  painter.setFont(theme().text(Theme::Size::tiny));
  painter.setPen(theme().quiet);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, words());
}

QString FairnessChart::label(double value) const {
  return QString::number(value, 'g', 2);
}

}  // namespace switchyard
