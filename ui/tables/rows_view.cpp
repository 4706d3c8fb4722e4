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
  setTabKeyNavigation(false);  // Tab leads on to the next part of the window
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

/// Each column as wide as its widest text; those that stretch take what is left, and give what is missing.
void RowsView::fitColumns() {
  const auto head = theme_->text(Theme::Size::tiny, QFont::DemiBold);
  std::vector<int> widths;
  std::vector<int> titles;
  int spare = viewport()->width();
  int stretching = 0;
  for (const auto& column : model_.columns()) {
    const int text = QFontMetrics(delegate_->font(column.mono)).horizontalAdvance(column.widest);
    titles.push_back(QFontMetrics(head).horizontalAdvance(column.title) + 8 + 2 * RowDelegate::kMargin);
    widths.push_back(std::max(text + 2 * RowDelegate::kMargin, titles.back()));
    spare -= widths.back();
    stretching += column.stretches ? 1 : 0;
  }
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (model_.columns()[i].stretches) {
      const int share = spare / stretching--;
      const int least = std::max(titles[i], widths[i] * 3 / 5);
      spare += widths[i];
      widths[i] = std::max(widths[i] + share, least);
      spare -= widths[i];
    }
    setColumnWidth(static_cast<int>(i), widths[i]);
  }
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
