// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/row_delegate.h"

#include <QAbstractItemView>
#include <QPainter>

namespace switchyard {
namespace {

constexpr double kCorner = 4;
constexpr double kDot = 10;
constexpr double kGhostAlpha = 0.45;
constexpr double kSelectedAlpha = 0.13;
constexpr double kHoveredAlpha = 0.08;

QColor withAlpha(QColor colour, double alpha) {
  colour.setAlphaF(static_cast<float>(alpha));
  return colour;
}

}  // namespace

bool RowDelegate::isSelected(int row) const {
  const auto thing = model_.thing(row);
  return thing.kind != Thing::Kind::nothing && thing == selection_.selected();
}

bool RowDelegate::isMarked(int row) const {
  const auto thing = model_.thing(row);
  return isSelected(row) || (thing.kind != Thing::Kind::nothing && thing == selection_.hovered());
}

QFont RowDelegate::font(bool mono) const {
  return mono ? theme_->mono(Theme::Size::tiny) : theme_->text(Theme::Size::tiny);
}

QColor RowDelegate::ink(RowsModel::Tone tone) const {
  switch (tone) {
    case RowsModel::Tone::plain:
      return theme_->ink;
    case RowsModel::Tone::quiet:
      return theme_->quiet;
    case RowsModel::Tone::faint:
      return theme_->faint;
    case RowsModel::Tone::good:
      return theme_->good;
    case RowsModel::Tone::bad:
      return theme_->bad;
    case RowsModel::Tone::warn:
      return theme_->warn;
  }
  return theme_->ink;
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setClipRect(option.rect);
  paintRow(*painter, option, index.row());
  paintCell(*painter, QRectF(option.rect).adjusted(kMargin, 0, -kMargin, 0), index);
  painter->restore();
}

/// The ground of the whole row; the cell's clip takes its part of it.
void RowDelegate::paintRow(QPainter& painter, const QStyleOptionViewItem& option, int row) const {
  const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
  const QRectF whole(view->visualRect(model_.index(row, 0)).left(), option.rect.top(),
                     view->visualRect(model_.index(row, model_.columnCount() - 1)).right() + 1,
                     option.rect.height());
  painter.setPen(Qt::NoPen);
  const auto fill = [&](const QColor& colour) {
    painter.setBrush(colour);
    painter.drawRoundedRect(whole, kCorner, kCorner);
  };
  const bool selected = isSelected(row);
  if (isMarked(row)) {
    fill(theme_->card);  // texts stay legible on the tint only where there is no stripe below it
    fill(withAlpha(theme_->accent, selected ? kSelectedAlpha : kHoveredAlpha));
  } else if (row % 2 == 0) {
    fill(theme_->sunken);
  }
  if (!selected) return;
  painter.setBrush(theme_->accent);
  painter.drawRoundedRect(QRectF(whole.left(), whole.top() + 3, 3, whole.height() - 6), 1.5, 1.5);
}

void RowDelegate::paintCell(QPainter& painter, QRectF area, const QModelIndex& index) const {
  const auto cell = model_.cell(index.row(), index.column());
  const bool ghost = model_.ghost(index.row());
  if (cell.place >= 0) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(theme_->server(cell.place), ghost ? kGhostAlpha : 1));
    painter.drawEllipse(QRectF(area.left(), area.center().y() - kDot / 2, kDot, kDot));
    area.setLeft(area.left() + kDot + 5);
  }
  auto face = font(model_.columns()[static_cast<std::size_t>(index.column())].mono);
  if (cell.place >= 0) face.setWeight(QFont::Medium);
  painter.setFont(face);
  const auto tone = ghost && cell.tone != RowsModel::Tone::bad ? RowsModel::Tone::faint : cell.tone;
  const bool too_faint = tone == RowsModel::Tone::faint && isMarked(index.row());
  painter.setPen(ink(too_faint ? RowsModel::Tone::quiet : tone));
  const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
  painter.drawText(area, static_cast<int>(alignment),
                   QFontMetricsF(face).elidedText(cell.text, Qt::ElideRight, area.width() + 0.5));
}

}  // namespace switchyard
