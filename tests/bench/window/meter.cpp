// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window/meter.h"

#include <QCoreApplication>
#include <QEvent>
#include <QEventLoop>
#include <QTimer>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

namespace switchyard {
namespace {

constexpr double kMs = 1e6;

std::int64_t nanoseconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// How long this thread was ready to run and did not (the kernel's Documentation/scheduler/sched-stats).
std::int64_t waitedForACore() {
  std::ifstream file("/proc/thread-self/schedstat");
  std::int64_t ran = 0, waited = 0;
  file >> ran >> waited;
  return waited;
}

double quantile(std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

}  // namespace

bool Meter::eventFilter(QObject*, QEvent* event) {
  if (event->type() == QEvent::Paint) painted_.push_back(nanoseconds(CLOCK_MONOTONIC));
  return false;
}

Meter::Cost Meter::measure(int seconds) {
  painted_.clear();
  const auto begin = nanoseconds(CLOCK_MONOTONIC);
  const auto cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
  const auto window = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
  const auto waited = waitedForACore();
  pause(seconds);
  const auto took = static_cast<double>(nanoseconds(CLOCK_MONOTONIC) - begin);
  std::vector<double> frames;
  for (std::size_t i = 1; i < painted_.size(); ++i)
    frames.push_back(static_cast<double>(painted_[i] - painted_[i - 1]) / kMs);
  std::sort(frames.begin(), frames.end());
  return {.frame_p50 = quantile(frames, 0.5),
          .frame_p99 = quantile(frames, 0.99),
          .frames_per_second = static_cast<double>(painted_.size()) * 1e9 / took,
          .cpu = 100 * static_cast<double>(nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) / took,
          .window_cpu = 100 * static_cast<double>(nanoseconds(CLOCK_THREAD_CPUTIME_ID) - window) / took,
          .waited = 100 * static_cast<double>(waitedForACore() - waited) / took,
          .megabytes = megabytes()};
}

bool Meter::until(const std::function<bool()>& reached, int patience) {
  const auto end = nanoseconds(CLOCK_MONOTONIC) + patience * 1'000'000LL;
  while (!reached()) {
    if (nanoseconds(CLOCK_MONOTONIC) > end) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 10);
  }
  return true;
}

void Meter::pause(int seconds) {
  QEventLoop loop;
  QTimer::singleShot(seconds * 1000, &loop, &QEventLoop::quit);
  loop.exec();
}

double Meter::sinceBegin() {
  std::ifstream file("/proc/self/stat");
  std::string text(std::istreambuf_iterator<char>(file), {});
  auto rest =
      text.substr(text.rfind(')') + 2);  // proc(5): field 3 on; the start is field 22, in ticks since boot
  for (int field = 3; field < 22; ++field) rest.erase(0, rest.find(' ') + 1);
  const double started =
      std::strtod(rest.c_str(), nullptr) * 1000 / static_cast<double>(sysconf(_SC_CLK_TCK));
  return static_cast<double>(nanoseconds(CLOCK_BOOTTIME)) / kMs - started;
}

double Meter::megabytes() {
  std::ifstream file("/proc/self/statm");
  long whole = 0, resident = 0;
  file >> whole >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

double Meter::machineLoad() {
  double load = 0;
  return getloadavg(&load, 1) == 1 ? load : 0;
}

}  // namespace switchyard
