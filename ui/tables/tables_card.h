// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/tables/calls_model.h"
#include "ui/tables/connections_model.h"
#include "ui/tables/problems_model.h"
#include "ui/tables/rows_view.h"
#include "ui/view/card.h"
#include "ui/view/pace.h"

#include <vector>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QStackedLayout;
class QTabBar;

namespace switchyard {

/// The tables on one card: connections, calls, and what happened. Only the one that is seen is kept up to
/// date, ten times a second.
class TablesCard final : public Card {
  Q_OBJECT

 public:
  enum Tab { connections, calls, problems };

  TablesCard(const World& world, const Theme& theme, Selection& selection, QWidget* parent = nullptr);

  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;
  void showTab(Tab tab);

 private:
  QHBoxLayout* header();
  void add(RowsModel& model, Selection& selection, const QString& name, const QString& empty);
  void showPage(int tab);
  void bringUpToDate();

  ConnectionsModel connections_;
  CallsModel calls_;
  ProblemsModel problems_;
  QTabBar* tabs_;
  QLineEdit* filter_;
  QLabel* caption_;
  QStackedLayout* tables_;
  std::vector<std::pair<RowsModel*, RowsView*>> pages_;
  Pace pace_;
  std::int64_t time_ = 0;
};

}  // namespace switchyard
