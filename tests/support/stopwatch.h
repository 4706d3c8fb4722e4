// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QEvent>

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace switchyard {

/// An application that measures how long its thread is kept by one event: what it computed and what it waited
/// for, but not the time in which the machine gave the processor to others (/proc/thread-self/schedstat).
class Stopwatch final : public QApplication {
 public:
  Stopwatch(int& argc, char** argv)
      : QApplication(argc, argv), schedule_(open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)) {}
  ~Stopwatch() override { close(schedule_); }

  bool notify(QObject* receiver, QEvent* event) override {
    if (inside_) return QApplication::notify(receiver, event);
    inside_ = true;
    const auto began = kept();
    const auto type = event->type();
    const auto* of = receiver->metaObject()->className();
    const bool done = QApplication::notify(receiver, event);
    const auto took = kept() - began;
    inside_ = false;
    if (took > longest_) {
      longest_ = took;
      std::snprintf(what_, sizeof what_, "event %d of %s", static_cast<int>(type), of);
    }
    return done;
  }

  void reset() { longest_ = 0; }
  double longest() const { return static_cast<double>(longest_) / 1e6; }  ///< milliseconds, since reset()
  const char* what() const { return what_; }                              ///< that was

  /// Nanoseconds that have passed, without those in which the thread could run and was not let.
  std::int64_t kept() const {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    char text[100] = "";
    const auto size = pread(schedule_, text, sizeof text - 1, 0);
    const auto* delay = size > 0 ? std::strchr(text, ' ') : nullptr;
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec -
           (delay == nullptr ? 0 : std::strtoll(delay, nullptr, 10));
  }

 private:
  int schedule_;
  bool inside_ = false;
  std::int64_t longest_ = 0;
  char what_[100] = "";
};

}  // namespace switchyard
