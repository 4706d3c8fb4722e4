// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/frontend/drain.h"

#include <utility>

namespace switchyard {

void Drain::begin(std::chrono::milliseconds within, std::function<void()> cut, std::function<void()> done) {
  done_ = std::move(done);
  const auto cut_at = loop_.now() + std::chrono::nanoseconds(within).count();
  if (cut_at_ != 0 && cut_at_ <= cut_at) return;
  cut_at_ = cut_at;
  timer_.after(within, std::move(cut));
}

void Drain::end() {
  if (!done_) return;
  cut_at_ = 0;
  timer_.after({}, std::exchange(done_, nullptr));
}

}  // namespace switchyard
