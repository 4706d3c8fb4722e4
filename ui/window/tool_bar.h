// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/world.h"
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
  void setExportMenu(QMenu* menu);  ///< borrowed
  void setMoreMenu(QMenu* menu);    ///< borrowed

 Q_SIGNALS:
  void openRequested();
  void presentRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void showRunning(bool running);
  QPushButton* menuButton(const QString& text);

  const World& world_;
  Control& control_;
  KeyButton* run_;
  KeyButton* send_one_;
  KeyButton* burst_;
  Segmented* mode_;
  QComboBox* algorithm_;
  QPushButton* export_;
  QPushButton* more_;
  QList<QLabel*> labels_;
  bool shown_running_ = false;
};

}  // namespace switchyard
