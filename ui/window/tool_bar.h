// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/compare/comparison.h"
#include "ui/control/control.h"
#include "ui/view/view.h"

class QComboBox;
class QLabel;
class QMenu;
class QPushButton;

namespace switchyard {

class KeyButton;
class Segmented;

/// What am I doing now: run or rest, send, how the first balancer balances; and the ways out (open, export,
/// present). Shows what the World says, not what was clicked.
class ToolBar final : public View {
  Q_OBJECT

 public:
  ToolBar(const World& world, const Theme& theme, Control& control, QWidget* parent = nullptr);
  void refresh(std::int64_t time) override;
  void setTheme(const Theme& theme) override;
  const Comparison& comparison() const;                            ///< the one that is chosen
  void setComparing(const std::optional<Comparison>& comparison);  ///< empty: one lane is shown
  void setExportMenu(QMenu* menu);                                 ///< borrowed
  void setMoreMenu(QMenu* menu);                                   ///< borrowed

 Q_SIGNALS:
  void openRequested();
  void presentRequested();
  void compareToggled();
  void comparisonChosen(const Comparison& comparison);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showRunning(bool running);
  void fit();
  QLabel* label(const QString& text);
  QPushButton* menuButton(const QString& text);

  const World& world_;
  Control& control_;
  KeyButton* run_;
  KeyButton* send_one_;
  KeyButton* burst_;
  QLabel* compare_label_;
  QComboBox* comparison_;
  QLabel* mode_label_;
  Segmented* mode_;
  QLabel* algorithm_label_;
  QComboBox* algorithm_;
  KeyButton* compare_;
  QPushButton* export_;
  QPushButton* more_;
  QWidgetList spare_;  ///< hidden where there is no room, the first one first; each has a key
  bool shown_running_ = false;
};

}  // namespace switchyard
