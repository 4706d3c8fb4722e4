// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/tables/rows_model.h"

#include <vector>

namespace switchyard {

/// What went wrong and what helps, among what else happened to the cast, newest first.
class ProblemsModel final : public RowsModel {
  Q_OBJECT

 public:
  enum Place { time, who, what, remedy };
  static constexpr std::size_t kMostRows = 500;

  explicit ProblemsModel(const World& world, QObject* parent = nullptr);

  void refresh(std::int64_t time) override;
  QString caption() const override;

  const std::vector<Column>& columns() const override { return columns_; }
  Cell cell(int row, int column) const override;
  Thing thing(int row) const override;
  bool ghost(int) const override { return false; }
  int rowCount(const QModelIndex& parent = {}) const override;

 private:
  struct Row {
    std::int64_t at = 0;
    NodeId node = 0;
    QString who;
    QString what;
    QString remedy;
    Tone tone = Tone::plain;
    friend bool operator==(const Row&, const Row&) = default;
  };

  std::vector<Row> rows() const;
  QString nameOf(NodeId node) const;

  const World& world_;
  std::vector<Column> columns_;
  std::vector<Row> rows_;
  std::int64_t began_ = 0;
};

}  // namespace switchyard
