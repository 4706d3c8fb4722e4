// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/tables/call_filter.h"
#include "ui/tables/rows_model.h"

#include <vector>

namespace switchyard {

/// The last calls that the World remembers and the filter lets through, newest first, with the time that each
/// hop took. At most kMostRows of them; the caption says of how many.
class CallsModel final : public RowsModel {
  Q_OBJECT

 public:
  enum Place { time, client, method, server, attempt, status, there, inside, back, whole };
  static constexpr std::size_t kMostRows = 500;

  explicit CallsModel(const World& world, QObject* parent = nullptr);

  void setFilter(const QString& text);
  void refresh(std::int64_t time) override;
  QString caption() const override;

  const std::vector<Column>& columns() const override { return columns_; }
  Cell cell(int row, int column) const override;
  Thing thing(int row) const override;
  bool ghost(int) const override { return false; }
  int rowCount(const QModelIndex& parent = {}) const override;

 private:
  struct Row {
    CallRecord call;
    QString client_name;
    QString server_name;
    int server_place = -1;
  };

  Row row(const CallRecord& call) const;
  void take(std::vector<Row> rows);

  const World& world_;
  QString filter_;
  std::vector<Column> columns_;
  std::vector<Row> rows_;
  std::size_t matching_ = 0;
  std::size_t remembered_ = 0;
  std::int64_t began_ = 0;
};

}  // namespace switchyard
