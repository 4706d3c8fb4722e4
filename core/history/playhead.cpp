// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/playhead.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace switchyard {

void Playhead::apply(const Event& event) {
  auto& latest = past_ ? present_ : shown_;
  latest.apply(event);
  history_.append(event, latest);
  if (live()) time_ = latest.now();
}

void Playhead::exchange(Playhead& other) {
  assert(other.live());
  past_.reset();
  std::swap(shown_, other.shown_);
  std::swap(present_, other.present_);
  std::swap(history_, other.history_);
  std::swap(time_, other.time_);
  paused_ = false;
  speed_ = 1;
}

void Playhead::advance(std::int64_t elapsed, std::int64_t now) {
  if (live()) {
    time_ = std::max(time_, now);
    return;
  }
  if (paused_) return;
  const auto step = static_cast<std::int64_t>(static_cast<double>(elapsed) * speed_);
  if (time_ + step >= end() && speed_ >= 1) return goLive();
  seek(std::min(time_ + step, end()));
}

void Playhead::pause() {
  leavePresent();
  paused_ = true;
}

void Playhead::resume() {
  paused_ = false;
}

void Playhead::goLive() {
  paused_ = false;
  speed_ = 1;
  if (live()) return;
  past_.reset();
  shown_ = std::move(present_);
  present_ = {};
  time_ = end();
}

void Playhead::seek(std::int64_t time) {
  leavePresent();
  time_ = std::clamp(time, begin(), std::max(begin(), end()));
  past_->seek(time_);
}

void Playhead::setSpeed(double speed) {
  speed_ = speed;
  if (speed < 1) leavePresent();
}

void Playhead::step() {
  leavePresent();
  paused_ = true;
  if (const auto next = history_.nextEvent(time_)) seek(*next);
}

void Playhead::leavePresent() {
  if (!live()) return;
  present_ = std::move(shown_);
  past_.emplace(history_, shown_, time_);
}

}  // namespace switchyard
