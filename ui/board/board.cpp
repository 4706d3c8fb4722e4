// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/board/board.h"

#include "ui/canvas/canvas.h"
#include "ui/charts/requests_per_second.h"
#include "ui/charts/requests_per_server.h"
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
  auto* per_server = new RequestsPerServerChart(world, theme, selection);
  auto* per_second = new RequestsPerSecondChart(world, theme, selection);
  auto* tables = new TablesCard(world, theme, selection);
  panels_ = {inspector, per_server, per_second, tables};

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
  below_row->addWidget(per_server, 36);
  below_row->addWidget(per_second, 40);
  below_row->addWidget(tables, 78);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  column->setSpacing(kMargin);
  column->addLayout(above, 1);
  column->addWidget(below_);
  below_->setFixedHeight(kBelowHeight);
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
