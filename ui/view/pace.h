// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBasicTimer>
#include <QObject>

#include <functional>

namespace switchyard {

/// Does some work when it is asked to, but at most ten times a second: often enough for figures that people
/// read. The last wish is always granted, a little later. GUI thread.
class Pace final : public QObject {
 public:
  static constexpr int kPause = 100;  ///< milliseconds from one time to the next

  explicit Pace(std::function<void()> work) : work_(std::move(work)) {}

  void ask();    ///< now, or when the pause is over
  void flush();  ///< now, if it was asked for and not done yet

 protected:
  void timerEvent(QTimerEvent* event) override;

 private:
  std::function<void()> work_;
  QBasicTimer pause_;
  bool asked_ = false;
};

}  // namespace switchyard
