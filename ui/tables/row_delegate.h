// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tables/rows_model.h"
#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace switchyard {

/// Paints the cells of a RowsModel: striped rows, addresses in the mono face, servers with their colour,
/// ghosts paler, what is hovered or selected marked.
class RowDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  static constexpr int kMargin = 8;  ///< left and right of a cell's text

  RowDelegate(const RowsModel& model, const Theme& theme, const Selection& selection, QObject* parent)
      : QStyledItemDelegate(parent), model_(model), theme_(&theme), selection_(selection) {}

  void setTheme(const Theme& theme) { theme_ = &theme; }
  QFont font(bool mono) const;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  bool isSelected(int row) const;
  bool isMarked(int row) const;  ///< selected or hovered
  void paintRow(QPainter& painter, const QStyleOptionViewItem& option, int row) const;
  void paintCell(QPainter& painter, QRectF area, const QModelIndex& index) const;
  QColor ink(RowsModel::Tone tone) const;

  const RowsModel& model_;
  const Theme* theme_;
  const Selection& selection_;
};

}  // namespace switchyard
