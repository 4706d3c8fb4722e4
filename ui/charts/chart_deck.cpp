// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_deck.h"

#include "ui/plot/chart_card.h"

#include <QGridLayout>
#include <QStackedWidget>
#include <QTabBar>

namespace switchyard {

ChartDeck::ChartDeck(const Theme& theme, const QString& name, QWidget* parent)
    : View(theme, parent), tabs_(new QTabBar), stack_(new QStackedWidget) {
  tabs_->setAccessibleName(name);
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  tabs_->setUsesScrollButtons(false);
  tabs_->setElideMode(Qt::ElideRight);
  auto* header = new QHBoxLayout;
  header->setContentsMargins(Card::kPadding - 2, 6, Card::kPadding, 0);
  header->addWidget(tabs_);
  header->addStretch(1);
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins({});
  layout->addWidget(stack_, 0, 0);
  layout->addLayout(header, 0, 0, Qt::AlignTop);  // over the card's own header
  tabs_->raise();
  connect(tabs_, &QTabBar::currentChanged, this, [this](int tab) {
    stack_->setCurrentIndex(tab);
    refresh(time_);
  });
}

void ChartDeck::add(const QString& key, ChartCard* chart, const QString& tab) {
  pages_.push_back({key, chart});
  stack_->addWidget(chart);
  tabs_->setTabToolTip(tabs_->addTab(tab), chart->title());
}

QString ChartDeck::chosen() const {
  return pages_[static_cast<std::size_t>(tabs_->currentIndex())].key;
}

void ChartDeck::choose(const QString& key) {
  for (std::size_t i = 0; i < pages_.size(); ++i)
    if (pages_[i].key == key) tabs_->setCurrentIndex(static_cast<int>(i));
}

void ChartDeck::refresh(std::int64_t time) {
  time_ = time;
  if (pages_.empty()) return;
  auto* chart = pages_[static_cast<std::size_t>(tabs_->currentIndex())].chart;
  chart->setTitleRoom(tabs_->sizeHint().width());
  chart->refresh(time);
}

void ChartDeck::setTheme(const Theme& theme) {
  View::setTheme(theme);
  for (const auto& page : pages_) page.chart->setTheme(theme);
}

}  // namespace switchyard
