// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/rows_view.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace switchyard {
namespace {

constexpr int kRowPadding = 10;  ///< above and below the text of a row, together

}  // namespace

RowsView::RowsView(RowsModel& model, const Theme& theme, Selection& selection, const QString& name,
                   QWidget* parent)
    : QTableView(parent),
      model_(model),
      theme_(&theme),
      selection_(selection),
      delegate_(new RowDelegate(model, theme, selection, this)) {
  setAccessibleName(name);
  setModel(&model);
  setItemDelegate(delegate_);
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setWordWrap(false);
  setMouseTracking(true);
  setSelectionBehavior(SelectRows);
  setSelectionMode(SingleSelection);
  setEditTriggers(NoEditTriggers);
  setVerticalScrollMode(ScrollPerPixel);
  setHorizontalScrollMode(ScrollPerPixel);
  setCornerButtonEnabled(false);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setMinimumSectionSize(24);
  horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  horizontalHeader()->setSortIndicatorClearable(true);
  connect(&selection_, &Selection::hoverChanged, viewport(), qOverload<>(&QWidget::update));
  connect(&selection_, &Selection::selectionChanged, this, [this] {
    viewport()->update();
    const int row = model_.rowOf(selection_.selected());
    if (row >= 0) scrollTo(model_.index(row, 0));
  });
  connect(&model_, &QAbstractItemModel::modelReset, this, &RowsView::showSelected);
  setTheme(theme);
}

void RowsView::setTheme(const Theme& theme) {
  theme_ = &theme;
  delegate_->setTheme(theme);
  const QFontMetrics metrics(delegate_->font(false));
  verticalHeader()->setDefaultSectionSize(metrics.height() + kRowPadding);
  horizontalHeader()->setStyleSheet(
      QStringLiteral("QHeaderView::section { font-size: %1px; padding: 2px %2px; color: %3; }")
          .arg(theme.text(Theme::Size::tiny).pixelSize())
          .arg(RowDelegate::kMargin)
          .arg(theme.faint.name()));
  fitColumns();
  viewport()->update();
}

void RowsView::setEmptyWords(const QString& words) {
  empty_words_ = words;
  viewport()->update();
}

/// Each column as wide as its widest text; the spare width goes to all in equal parts, those that stretch
/// first.
void RowsView::fitColumns() {
  const auto& columns = model_.columns();
  const auto head = theme_->text(Theme::Size::tiny, QFont::DemiBold);
  std::vector<int> widths;
  int needed = 0;
  int stretching = 0;
  for (const auto& column : columns) {
    const auto text = QFontMetrics(delegate_->font(column.mono)).horizontalAdvance(column.widest);
    const auto title = QFontMetrics(head).horizontalAdvance(column.title) + 8;
    widths.push_back(std::max(text, title) + 2 * RowDelegate::kMargin);
    needed += widths.back();
    stretching += column.stretches ? 1 : 0;
  }
  const int spare = std::max(0, viewport()->width() - needed);
  const int each = spare / std::max(1, stretching > 0 ? stretching : static_cast<int>(columns.size()));
  for (std::size_t i = 0; i < columns.size(); ++i)
    setColumnWidth(static_cast<int>(i), widths[i] + (stretching == 0 || columns[i].stretches ? each : 0));
}

void RowsView::showSelected() {
  const int row = model_.rowOf(selection_.selected());
  if (row < 0) return;
  const bool scrolls = hasAutoScroll();
  setAutoScroll(false);
  setCurrentIndex(model_.index(row, 0));
  setAutoScroll(scrolls);
}

void RowsView::paintEvent(QPaintEvent* event) {
  QTableView::paintEvent(event);
  if (model_.rowCount() > 0) return;
  QPainter painter(viewport());
  painter.setFont(theme_->text(Theme::Size::small));
  painter.setPen(theme_->quiet);
  painter.drawText(viewport()->rect().adjusted(16, 0, -16, -horizontalHeader()->height()),
                   Qt::AlignCenter | Qt::TextWordWrap, empty_words_);
}

void RowsView::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fitColumns();
}

void RowsView::mouseMoveEvent(QMouseEvent* event) {
  QTableView::mouseMoveEvent(event);
  const auto index = indexAt(event->position().toPoint());
  selection_.hover(index.isValid() ? model_.thing(index.row()) : Thing{});
}

void RowsView::leaveEvent(QEvent* event) {
  QTableView::leaveEvent(event);
  selection_.hover({});
}

void RowsView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QTableView::currentChanged(current, previous);
  if (current.isValid() && hasFocus()) selection_.select(model_.thing(current.row()));
}

}  // namespace switchyard
