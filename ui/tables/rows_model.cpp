// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/rows_model.h"

namespace switchyard {
namespace {

Qt::Alignment alignment(const RowsModel::Column& column) {
  return (column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

}  // namespace

int RowsModel::rowOf(const Thing& wanted) const {
  if (wanted.kind == Thing::Kind::nothing) return -1;
  for (int row = 0; row < rowCount({}); ++row)
    if (thing(row) == wanted) return row;
  return -1;
}

int RowsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(columns().size());
}

QVariant RowsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  switch (role) {
    case Qt::DisplayRole:
      return cell(index.row(), index.column()).text;
    case Qt::ToolTipRole: {
      const auto shown = cell(index.row(), index.column());
      return shown.help.isEmpty() ? shown.text : shown.help;
    }
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(alignment(columns()[static_cast<std::size_t>(index.column())]));
    default:
      return {};
  }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section >= columnCount()) return {};
  const auto& column = columns()[static_cast<std::size_t>(section)];
  if (role == Qt::DisplayRole) return column.title;
  if (role == Qt::TextAlignmentRole) return QVariant::fromValue(alignment(column));
  return {};
}

}  // namespace switchyard
