// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/switchyard/lanes.h"
#include "ui/control/control.h"
#include "ui/control/selection.h"
#include "ui/export/animation.h"
#include "ui/window/main_window.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>
#include <string>

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
  /// Opens a scenario, a haproxy.cfg or a recording in place of what is open. On an error nothing changes.
  Result<void> load(const std::string& file);
  void open(const std::string& file);  ///< load(), and its error is told in the window
  void tell(const Error& error);
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
  Result<void> loadRecording(const std::string& file);
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
  void animate(std::int64_t end, const PictureRequest& request);
  void stepAnimation();
  void finishAnimation();
  void saveRecording(const QString& file);
  void tellWritten(const Result<void>& written, const QString& file);

  QApplication& application_;
  Lanes lanes_;
  Selection selection_;
  Control control_;
  MainWindow window_;
  QTimer frames_;
  QTimer animating_;
  std::optional<AnimationWriter> animation_;  ///< while one is written
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
