// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/tables/rows_model.h"

#include <optional>
#include <vector>

namespace switchyard {

/// What `ss` would say: a row a socket, the joined halves of a connection below each other, those that have
/// closed for ten seconds more. A row is told from the end that opened the connection: what that end calls
/// local and sent. Oldest first until the user sorts. A copy of what the World said at refresh().
class ConnectionsModel final : public RowsModel {
  Q_OBJECT

 public:
  enum Place { side, local, remote, state, streams, sent, received, server };
  static constexpr std::int64_t kGhostTime = 10'000'000'000;  ///< nanoseconds

  explicit ConnectionsModel(const World& world, QObject* parent = nullptr);

  void refresh(std::int64_t time) override;
  QString caption() const override;  ///< "6 established · matches the kernel"
  const std::vector<Column>& columns() const override { return columns_; }
  Cell cell(int row, int column) const override;
  Thing thing(int row) const override;
  bool ghost(int row) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  /// A column below 0 brings back the first order.
  void sort(int column, Qt::SortOrder order) override;

 private:
  struct Row {
    Connection connection;
    QString server_name;
    int server_place = -1;
  };

  std::vector<Row> rows(std::int64_t time);
  void inOrder(std::vector<Row>& rows) const;
  void take(std::vector<Row> rows);

  const World& world_;
  std::vector<Column> columns_;
  std::vector<Row> rows_;
  std::uint64_t established_ = 0;
  std::optional<int> sorted_by_;
  Qt::SortOrder order_ = Qt::AscendingOrder;
  std::int64_t time_ = 0;
};

}  // namespace switchyard
