// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tables/tables_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedLayout>
#include <QTabBar>
#include <QVBoxLayout>

namespace switchyard {
namespace {

constexpr int kInset = 10;  ///< from the card's edge to its rows

}  // namespace

TablesCard::TablesCard(const World& world, const Theme& theme, Selection& selection, QWidget* parent)
    : Card(theme, {}, parent),
      connections_(world),
      calls_(world),
      problems_(world),
      tabs_(new QTabBar),
      filter_(new QLineEdit),
      caption_(new QLabel),
      tables_(new QStackedLayout),
      pace_([this] { bringUpToDate(); }) {
  setAccessibleName(tr("Tables"));
  setContentsMargins({});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kInset, 6, kInset, kInset);
  layout->setSpacing(2);
  layout->addLayout(header());
  layout->addLayout(tables_, 1);
  add(connections_, selection, tr("Connections"),
      tr("No connections yet. Clients open them with their first call."));
  pages_[connections].second->setSortingEnabled(true);
  add(calls_, selection, tr("Calls"), tr("No calls, or none that the filter lets through."));
  add(problems_, selection, tr("Problems"), tr("Nothing happened yet."));
  connect(tabs_, &QTabBar::currentChanged, this, &TablesCard::showPage);
  connect(filter_, &QLineEdit::textChanged, this, [this](const QString& text) {
    calls_.setFilter(text);
    pace_.ask();
  });
  showPage(connections);
  TablesCard::setTheme(theme);
}

QHBoxLayout* TablesCard::header() {
  tabs_->setAccessibleName(tr("Which table"));
  tabs_->setDrawBase(false);
  tabs_->setExpanding(false);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(kPadding - kInset, 0, kPadding - kInset, 0);
  row->addWidget(tabs_);
  filter_->setAccessibleName(tr("Filter the calls"));
  filter_->setPlaceholderText(tr("client, server or status"));
  filter_->setClearButtonEnabled(true);
  filter_->setMaximumWidth(200);
  row->addWidget(filter_);
  row->addStretch(1);
  row->addWidget(caption_);
  return row;
}

void TablesCard::add(RowsModel& model, Selection& selection, const QString& name, const QString& empty) {
  auto* view = new RowsView(model, theme(), selection, name);
  view->setEmptyWords(empty);
  pages_.emplace_back(&model, view);
  tables_->addWidget(view);
  tabs_->addTab(name);
}

void TablesCard::showPage(int tab) {
  tables_->setCurrentIndex(tab);
  filter_->setVisible(tab == calls);
  pace_.ask();
}

void TablesCard::refresh(std::int64_t time) {
  time_ = time;
  pace_.ask();
}

void TablesCard::bringUpToDate() {
  auto* model = pages_[static_cast<std::size_t>(tabs_->currentIndex())].first;
  model->refresh(time_);
  caption_->setText(model->caption());
}

void TablesCard::setTheme(const Theme& theme) {
  Card::setTheme(theme);
  caption_->setStyleSheet(QStringLiteral("font-size: %1px; color: %2")
                              .arg(theme.text(Theme::Size::tiny).pixelSize())
                              .arg(theme.faint.name()));
  for (const auto& [model, view] : pages_) view->setTheme(theme);
}

void TablesCard::showTab(Tab tab) {
  tabs_->setCurrentIndex(tab);
}

}  // namespace switchyard
