// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tables/row_delegate.h"

#include <QTableView>

namespace switchyard {

/// Shows a RowsModel, and links it with what the user points at elsewhere. Its columns fill the width that
/// there is; when they cannot, it scrolls sideways.
class RowsView final : public QTableView {
  Q_OBJECT

 public:
  RowsView(RowsModel& model, const Theme& theme, Selection& selection, const QString& name,
           QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// Said in the middle when there are no rows.
  void setEmptyWords(const QString& words);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  void fitColumns();
  void showSelected();

  RowsModel& model_;
  const Theme* theme_;
  Selection& selection_;
  RowDelegate* delegate_;
  QString empty_words_;
};

}  // namespace switchyard
