// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QEvent>

#include <fcntl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>

namespace switchyard {

/// An application that measures how long its thread is kept by one event: what it computed, and what it
/// waited for, but not the time in which the machine gave the processor to others
/// (/proc/thread-self/schedstat; where the thread has never slept, its processor time).
class Stopwatch final : public QApplication {
 public:
  Stopwatch(int& argc, char** argv)
      : QApplication(argc, argv), schedule_(open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)) {}
  ~Stopwatch() override { close(schedule_); }

  struct Reading {
    double wall, computed, not_let;  ///< milliseconds
    long sleeps;
  };
  Reading read() const {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    long long computed = 0, not_let = 0;
    char text[100] = "";
    if (pread(schedule_, text, sizeof text - 1, 0) > 0) std::sscanf(text, "%lld %lld", &computed, &not_let);
    return {static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6,
            static_cast<double>(computed) / 1e6, static_cast<double>(not_let) / 1e6, usage.ru_nvcsw};
  }
  /// Milliseconds for which the thread was kept since `before`.
  double since(const Reading& before) const {
    const auto now = read();
    if (now.sleeps == before.sleeps) return now.computed - before.computed;
    return now.wall - before.wall - (now.not_let - before.not_let);
  }

  bool notify(QObject* receiver, QEvent* event) override {
    if (inside_) return QApplication::notify(receiver, event);
    inside_ = true;
    const auto before = read();
    const auto type = event->type();
    const auto* of = receiver->metaObject()->className();
    const bool done = QApplication::notify(receiver, event);
    const auto took = since(before);
    inside_ = false;
    if (took > longest_) {
      longest_ = took;
      std::snprintf(what_, sizeof what_, "event %d of %s", static_cast<int>(type), of);
    }
    return done;
  }

  void reset() { longest_ = 0; }
  double longest() const { return longest_; }  ///< milliseconds, since reset()
  const char* what() const { return what_; }   ///< that was

 private:
  int schedule_;
  bool inside_ = false;
  double longest_ = 0;
  char what_[100] = "";
};

}  // namespace switchyard
