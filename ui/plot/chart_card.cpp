// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/chart_card.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QLegend>
#include <QMouseEvent>
#include <QPainter>

namespace switchyard {

ChartCard::ChartCard(const World& world, const Theme& theme, Selection& selection, const QString& title,
                     QWidget* parent)
    : Card(theme, title, parent), world_(world), selection_(selection), chart_(new QChart), pace_([this] {
        plot(time_);
        style();
        update();
      }) {
  scene_.addItem(chart_);
  chart_->setBackgroundVisible(false);
  chart_->setMargins({});
  chart_->layout()->setContentsMargins(0, 0, 0, 0);
  chart_->legend()->hide();
  chart_->setAnimationOptions(QChart::NoAnimation);
  setMouseTracking(true);
  setMinimumSize(200, 150);
  connect(&selection_, &Selection::hoverChanged, this, [this] {
    style();
    update();
  });
}

ChartCard::~ChartCard() = default;

void ChartCard::refresh(std::int64_t time) {
  time_ = time;
  pace_.ask();
}

void ChartCard::setTheme(const Theme& theme) {
  Card::setTheme(theme);
  pace_.ask();
}

void ChartCard::paint(QPainter& painter, const QRectF& area) {
  pace_.flush();
  const QRectF card({}, area.size());
  painter.save();
  painter.translate(area.topLeft());
  painter.setRenderHint(QPainter::Antialiasing);
  paintCard(painter, card);
  if (const auto words = nothing(); !words.isEmpty()) {
    painter.setFont(theme().text(Theme::Size::small));
    painter.setPen(theme().quiet);
    painter.drawText(card.adjusted(kPadding, kHeader, -kPadding, -kPadding),
                     Qt::AlignCenter | Qt::TextWordWrap, words);
  } else {
    layOut(area.size());
    paintGround(painter);
    scene_.render(&painter, card, card);
    paintWords(painter);
  }
  painter.restore();
}

void ChartCard::layOut(const QSizeF& size) {
  size_ = size;
  const QRectF card({}, size);
  scene_.setSceneRect(card);
  chart_->setGeometry(card);
  chart_->setPlotArea(card.marginsRemoved(room()));
  chart_->layout()->activate();
  fit();
}

QRectF ChartCard::plotArea() const {
  return chart_->plotArea();
}

QPointF ChartCard::at(double x, double y, QAbstractSeries* series) const {
  return chart_->mapToPosition({x, y}, series);
}

bool ChartCard::fades(NodeId node) const {
  const auto& hovered = selection_.hovered();
  return hovered.kind == Thing::Kind::node && hovered.node != node && world_.server(hovered.node) != nullptr;
}

Thing ChartCard::thingAt(const QPointF&) const {
  return {};
}

void ChartCard::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter, rect());
}

void ChartCard::mouseMoveEvent(QMouseEvent* event) {
  selection_.hover(thingAt(event->position()));
}

void ChartCard::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) selection_.select(thingAt(event->position()));
}

void ChartCard::leaveEvent(QEvent*) {
  selection_.hover({});
}

}  // namespace switchyard
