// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/compare/comparison.h"
#include "ui/control/control.h"
#include "ui/control/selection.h"
#include "ui/theme/theme.h"

#include <QMainWindow>

#include <functional>
#include <optional>

class QMenu;
class QStackedWidget;

namespace switchyard {

class Board;
class ClaimsCard;
class CompareBoard;
class Notice;
class StatusLine;
class Timeline;
class Toast;
class ToolBar;

/// The window: tool bar, board, timeline, status line, and the keys. It shows what it is given; whoever owns
/// the World tells it when to look, and does what its signals ask for.
class MainWindow final : public QMainWindow {
  Q_OBJECT

 public:
  MainWindow(const World& world, Control& control, Selection& selection, const Theme& theme);

  /// Draws the World as it is at `time`. Called for each frame.
  void refresh(std::int64_t time);
  void setTheme(const Theme& theme);
  void setReducedMotion(bool on);
  void setSpeed(double speed);  ///< of the clock that refresh() is given; 1 is real time
  /// Two lanes in place of the board, until endComparison(). The worlds must live until then.
  void showComparison(const World& first, const World& second, const Comparison& comparison);
  void endComparison();
  void setDocument(const QString& name, const QString& file);

  Board& board() { return *board_; }
  CompareBoard* comparison() { return compare_; }  ///< null while one lane is shown
  ClaimsCard& claims() { return *claims_; }
  Timeline& timeline() { return *timeline_; }
  StatusLine& status() { return *status_; }
  Notice& notice() { return *notice_; }

 Q_SIGNALS:
  void fileChosen(const QString& file);
  void exportRequested(const QString& part, const QString& file);
  void recordingRequested(const QString& file);
  void comparisonRequested(const Comparison& comparison);
  void comparisonEndRequested();
  void themeChosen(Theme::Name name);
  void languageChosen(const QString& language);  ///< "en", "vi"
  void reducedMotionChosen(bool on);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void addKeys();
  void addKey(const QKeySequence& key, const QString& what, std::function<void()> action);
  QMenu* exportMenu();
  QMenu* moreMenu();
  void chooseFile();
  void chooseExport(const QString& part, const QString& ending);
  void setPresenting(bool on);
  void toggleComparison();
  void setWitness(std::optional<Witness> witness);
  void askNextWitness();
  void about();

  Control& control_;
  const Theme* theme_;
  ToolBar* tools_;
  Notice* notice_;
  QStackedWidget* middle_;
  Board* board_;
  CompareBoard* compare_ = nullptr;
  ClaimsCard* claims_;
  Timeline* timeline_;
  StatusLine* status_;
  Toast* toast_;
  QString name_;
  std::optional<Witness> witness_;
  bool presenting_ = false;
  bool reduced_motion_ = false;
};

}  // namespace switchyard
