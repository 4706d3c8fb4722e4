// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/exports.h"
#include "app/session/lanes.h"
#include "app/session/opening.h"
#include "ui/control/control.h"
#include "ui/control/selection.h"
#include "ui/export/picture.h"
#include "ui/window/main_window.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QApplication;

namespace switchyard {

/// One window and what is open in it: an experiment that runs, or a recording. Owns the World that the window
/// shows and moves it, frame by frame. GUI thread.
class WindowSession final : public QObject {
  Q_OBJECT

 public:
  explicit WindowSession(QApplication& application);
  ~WindowSession() override;

  void show() { window_.show(); }
  /// Begins to open a scenario, a haproxy.cfg or a recording in place of what is open, which stays until it
  /// has been read; the user may cancel that. On an error nothing changes, and it is told in the window;
  /// where nothing is open yet, the article's experiment is.
  void open(const std::string& file);
  bool opening() const { return opening_ != nullptr; }
  MainWindow& window() { return window_; }
  const World& world() const { return lanes_.first().world(); }
  /// The lane beside it while two are compared, else empty.
  const World& secondWorld() const { return lanes_.second().world(); }
  /// Compares two lanes, beginning both anew; on an error what is open stays, and it is told in the window.
  void compare(const Comparison& comparison);
  void endComparison();

 private:
  void connectWindow();
  void connectTimeline();
  void connectExports();
  void tell(const Error& error);
  void giveUpOpening();
  void awaitOpening();
  void sayHowFar();
  void refused(const std::string& file, const Error& error);
  void enter(const std::string& file, Scenario scenario);
  void enter(const std::string& file, Replayed recording);
  void sayWhatIsMissing(const Replay& replay);
  void leaveOpen();
  void entered(const QString& name);
  void askToListen();
  void frame();
  void countFrame();
  bool moving();
  void attachWhenStaged();
  bool worthAFrame();
  void exportPicture(const QString& part, const QString& file);
  std::unique_ptr<Export> exportOf(const PictureRequest& request);
  void saveRecording(const QString& file);

  QApplication& application_;
  Lanes lanes_;
  Selection selection_;
  Control control_;
  MainWindow window_;
  QTimer frames_;
  std::unique_ptr<Opening> opening_;                ///< while a file is read
  std::vector<std::unique_ptr<Opening>> given_up_;  ///< until they have heard of it
  QElapsedTimer opening_since_;
  QTimer opening_turns_;
  std::optional<Error> first_error_;  ///< why the article's experiment is opened instead
  Exports exports_;
  QElapsedTimer clock_;
  int frames_drawn_ = 0;
  double speed_ = 1;  ///< as the window was told
  std::int64_t counting_since_ = 0;
  std::int64_t shown_ = 0;     ///< the instant that the window shows
  std::int64_t drawn_at_ = 0;  ///< when it was told to
  std::int64_t moved_at_ = 0;  ///< stamp of the last event that a person could see
};

/// Opens the window on `file`, or on the article's experiment; returns the exit status when it is closed.
int runWindow(QApplication& application, const std::string& file);

}  // namespace switchyard
