// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/ring.h"
#include "core/world/world.h"

#include <functional>
#include <vector>

namespace switchyard {

/// Carries events from the Lab's ring into the World, and past whoever else wants each (a recording). Used on
/// the thread that owns the World.
class Pump {
 public:
  Pump(EventRing& ring, World& world);

  /// Applies what is there, at most kAtOnce events so that a flood cannot starve the window; returns how
  /// many.
  std::size_t turn();
  void setTap(std::function<void(const Event&)> tap) { tap_ = std::move(tap); }

 private:
  static constexpr std::size_t kAtOnce = 20'000;
  EventRing& ring_;
  World& world_;
  std::vector<Event> buffer_;
  std::function<void(const Event&)> tap_;
};

}  // namespace switchyard
