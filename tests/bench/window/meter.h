// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <vector>

namespace switchyard {

/// Watches when a widget is painted, and what this process takes from the machine. GUI thread.
class Meter final : public QObject {
 public:
  struct Cost {
    double frame_p50 = 0, frame_p99 = 0;  ///< milliseconds from one picture to the next
    double frames_per_second = 0;
    double cpu = 0;         ///< of the whole process, per cent of a core
    double window_cpu = 0;  ///< of the GUI thread
    double waited = 0;      ///< the GUI thread was ready and had no core, per cent of the time
    double megabytes = 0;   ///< resident
  };

  explicit Meter(QWidget& painted) { painted.installEventFilter(this); }

  std::size_t frames() const { return painted_.size(); }
  /// Lets the window work for so long.
  Cost measure(int seconds);

  /// Lets the window work until then, at most `patience` milliseconds.
  static bool until(const std::function<bool()>& reached, int patience);
  static void pause(int seconds);
  static double sinceBegin();  ///< milliseconds since the process was started
  static double megabytes();
  static double machineLoad();  ///< of the last minute

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  std::vector<std::int64_t> painted_;  ///< when, nanoseconds
};

}  // namespace switchyard
