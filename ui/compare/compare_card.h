// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/compare/comparison.h"
#include "ui/view/card.h"
#include "ui/view/evenness.h"
#include "ui/view/pace.h"

#include <optional>
#include <vector>

namespace switchyard {

/// Two lanes in figures, side by side: how even, how slow, how many decisions, and what each server got.
class CompareCard final : public Card {
  Q_OBJECT

 public:
  CompareCard(const World& first, const World& second, const Theme& theme, QWidget* parent = nullptr);

  void setComparison(const Comparison& comparison);
  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;
  QString text() const;  ///< all that it says, a line a row

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Cell {
    QString text;
    std::optional<Evenness> tone{};  ///< good, warning or bad; else plain
  };
  struct Row {
    QString name;
    Cell first, second;
    std::optional<int> server;  ///< its place: the row bears its colour, and bars
    double first_share = 0, second_share = 0;
    bool heading = false;  ///< a section begins; the cells are empty
  };

  void tellAnew();
  static Cell fairness(const World& world);
  static Cell agreement(const World& world);
  void addServers();
  void paintRow(QPainter& painter, const Row& row, int y, int high) const;
  void paintBars(QPainter& painter, const Row& row, int y) const;
  void paintCell(QPainter& painter, const Row& row, const Cell& cell, const QRect& box) const;
  int rowHeight(const Row& row, bool dense) const;  ///< dense: where there is not room for all
  int scaled(int pixels) const { return qRound(pixels * theme().type_scale); }
  int right(int lane) const;  ///< edge of its column, pixels

  const World& first_;
  const World& second_;
  Comparison comparison_;
  std::vector<Row> rows_;
  Pace pace_;
};

}  // namespace switchyard
