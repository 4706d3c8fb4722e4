// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/timer.h"

#include <utility>

namespace switchyard {

void Timer::after(std::chrono::nanoseconds delay, std::function<void()> work) {
  work_ = std::make_shared<std::function<void()>>(std::move(work));
  timer_.expires_after(delay);
  timer_.async_wait([due = std::weak_ptr(work_)](std::error_code) {
    if (const auto now_due = due.lock()) (*now_due)();
  });
}

void Timer::every(std::chrono::nanoseconds period, std::function<void()> work) {
  after(period, [this, period, work = std::move(work)] {
    every(period, work);  // first: `work` may cancel or destroy this
    work();
  });
}

void Timer::cancel() {
  work_.reset();
  timer_.cancel();
}

}  // namespace switchyard
