// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/board/board.h"

#include "ui/canvas/canvas.h"
#include "ui/charts/chart_deck.h"
#include "ui/charts/charts.h"
#include "ui/inspector/inspector.h"
#include "ui/tables/tables_card.h"

#include <QVBoxLayout>

namespace switchyard {
namespace {

constexpr int kMargin = 16;
constexpr int kBesideWidth = 344;
constexpr int kBelowHeight = 232;

}  // namespace

Board::Board(const World& world, const Theme& theme, Control& control, Selection& selection, QWidget* parent)
    : View(theme, parent),
      canvas_(new Canvas(world, theme, control, selection)),
      beside_(new QWidget),
      below_(new QWidget) {
  auto* inspector = new Inspector(world, theme, selection);
  auto* shares = new ChartDeck(theme, tr("How the servers share the calls"));
  auto* times = new ChartDeck(theme, tr("What happened over time"));
  for (const auto& chart : switchyard::charts())
    (chart.deck == Chart::Deck::shares ? shares : times)
        ->add(chart.key, chart.make(world, theme, selection), chart.tab);
  decks_ = {shares, times};
  auto* tables = new TablesCard(world, theme, selection);
  panels_ = {inspector, shares, times, tables};

  beside_column_ = new QVBoxLayout(beside_);
  beside_column_->setContentsMargins(0, 0, 0, 0);
  beside_column_->setSpacing(kMargin);
  beside_column_->addWidget(inspector, 1);
  beside_->setFixedWidth(kBesideWidth);

  auto* above = new QHBoxLayout;
  above->setSpacing(kMargin);
  above->addWidget(canvas_, 1);
  above->addWidget(beside_);

  auto* below_row = new QHBoxLayout(below_);
  below_row->setContentsMargins(0, 0, 0, 0);
  below_row->setSpacing(kMargin);
  below_row->addWidget(shares, 36);
  below_row->addWidget(times, 40);
  below_row->addWidget(tables, 78);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  column->setSpacing(kMargin);
  column->addLayout(above, 1);
  column->addWidget(below_);
  below_->setFixedHeight(kBelowHeight);
}

QStringList Board::charts() const {
  QStringList keys;
  for (const auto* deck : decks_) keys << deck->chosen();
  return keys;
}

void Board::showCharts(const QStringList& keys) {
  for (auto* deck : decks_)
    for (const auto& key : keys) deck->choose(key);
}

void Board::addBeside(View* card) {
  beside_column_->insertWidget(0, card);
  panels_.push_back(card);
}

void Board::refresh(std::int64_t time) {
  canvas_->refresh(time);
  if (presenting_) return;
  for (auto* panel : panels_)
    if (panel->isVisible()) panel->refresh(time);
}

void Board::setTheme(const Theme& theme) {
  View::setTheme(theme);
  canvas_->setTheme(theme);
  for (auto* panel : panels_) panel->setTheme(theme);
  below_->setFixedHeight(qRound(kBelowHeight * theme.type_scale));
  beside_->setFixedWidth(qRound(kBesideWidth * theme.type_scale));
}

void Board::setPresenting(bool on) {
  presenting_ = on;
  beside_->setVisible(!on);
  below_->setVisible(!on);
  canvas_->setPresenting(on);
  layout()->setContentsMargins(on ? QMargins() : QMargins(kMargin, kMargin, kMargin, kMargin));
}

}  // namespace switchyard
