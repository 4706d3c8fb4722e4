// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_board.h"

#include "ui/canvas/canvas.h"
#include "ui/compare/compare_card.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace switchyard {
namespace {

constexpr int kMargin = 16;
constexpr int kBesideWidth = 344;

}  // namespace

CompareBoard::CompareBoard(const World& first, const World& second, const Theme& theme, Control& control,
                           QWidget* parent)
    : View(theme, parent),
      first_(new Canvas(first, theme, control, first_selection_)),
      second_(new Canvas(second, theme, control, second_selection_)),
      card_(new CompareCard(first, second, theme)) {
  auto* lanes = new QVBoxLayout;
  lanes->setSpacing(kMargin);
  lanes->addWidget(first_, 1);
  lanes->addWidget(second_, 1);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  row->setSpacing(kMargin);
  row->addLayout(lanes, 1);
  row->addWidget(card_);
  card_->setFixedWidth(qRound(kBesideWidth * theme.type_scale));
}

void CompareBoard::setComparison(const Comparison& comparison) {
  first_->setLane(comparison.first.title());
  second_->setLane(comparison.second.title());
  card_->setComparison(comparison);
}

void CompareBoard::refresh(std::int64_t time) {
  first_->refresh(time);
  second_->refresh(time);
  if (card_->isVisible()) card_->refresh(time);
}

void CompareBoard::setTheme(const Theme& theme) {
  View::setTheme(theme);
  for (View* view : std::initializer_list<View*>{first_, second_, card_}) view->setTheme(theme);
  card_->setFixedWidth(qRound(kBesideWidth * theme.type_scale));
}

void CompareBoard::setPresenting(bool on) {
  card_->setVisible(!on);
  for (auto* lane : {first_, second_}) lane->setPresenting(on);
}

void CompareBoard::setReducedMotion(bool on) {
  for (auto* lane : {first_, second_}) lane->setReducedMotion(on);
}

void CompareBoard::setSpeed(double speed) {
  for (auto* lane : {first_, second_}) lane->setSpeed(speed);
}

void CompareBoard::setWitness(std::optional<Witness> witness) {
  for (auto* lane : {first_, second_}) lane->setWitness(witness);
}

void CompareBoard::fit() {
  for (auto* lane : {first_, second_}) lane->fit();
}

}  // namespace switchyard
