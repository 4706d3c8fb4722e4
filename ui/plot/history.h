// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>

namespace switchyard {

/// Values of equal steps of time, as far back as a chart shows. What was computed once stays, also when the
/// World has forgotten what it was computed from. Goes with the time that is looked at: when that goes back,
/// or another run is shown, everything is forgotten and computed anew from the World of that time.
template <typename Value>
class History {
 public:
  /// Words of other processes about a moment may come so much later.
  static constexpr std::int64_t kLate = 500'000'000;

  explicit History(std::int64_t step) : step_(step) {}

  std::int64_t step() const { return step_; }
  std::int64_t stepOf(std::int64_t at) const { return at / step_; }
  std::int64_t timeOf(std::int64_t number) const { return number * step_; }

  void moveTo(std::int64_t began, std::int64_t time, std::int64_t window) {
    if (began != began_ || time < time_) {
      values_.clear();
      settled_ = 0;
    }
    began_ = began;
    time_ = time;
    oldest_ = stepOf(time > window ? time - window : 0);
    if (oldest_ < stepOf(began)) oldest_ = stepOf(began);
    values_.erase(values_.begin(), values_.lower_bound(oldest_));
  }

  /// The first step that has to be computed, again or for the first time.
  std::int64_t firstOpen() const { return settled_ > oldest_ ? settled_ : oldest_; }
  /// The last step that is over.
  std::int64_t last() const { return stepOf(time_) - 1; }
  /// After all from firstOpen() to last() were set: what is old enough will not be asked for again.
  void settle() { settled_ = stepOf(time_ > kLate ? time_ - kLate : 0); }

  void set(std::int64_t number, Value value) { values_.insert_or_assign(number, std::move(value)); }
  const std::map<std::int64_t, Value>& values() const { return values_; }

 private:
  std::int64_t step_;
  std::int64_t began_ = 0;
  std::int64_t time_ = 0;
  std::int64_t oldest_ = 0;
  std::int64_t settled_ = 0;
  std::map<std::int64_t, Value> values_;
};

}  // namespace switchyard
