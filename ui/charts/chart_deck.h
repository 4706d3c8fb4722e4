// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view/view.h"

#include <vector>

class QStackedWidget;
class QTabBar;

namespace switchyard {

class ChartCard;

/// Several charts in one place, one of them shown; tabs in the card's header choose which.
class ChartDeck final : public View {
  Q_OBJECT

 public:
  /// @param name what assistive tools call the choice
  ChartDeck(const Theme& theme, const QString& name, QWidget* parent = nullptr);

  /// @param key its name among pictureParts(); the first one added is shown. Takes ownership of the chart.
  void add(const QString& key, ChartCard* chart, const QString& tab);
  QString chosen() const;           ///< key of the chart that is shown
  void choose(const QString& key);  ///< nothing happens when no chart has this key

  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;

 private:
  struct Page {
    QString key;
    ChartCard* chart;
  };

  QTabBar* tabs_;
  QStackedWidget* stack_;
  std::vector<Page> pages_;
  std::int64_t time_ = 0;
};

}  // namespace switchyard
