// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace switchyard {

/// How the balancers of one lane balance; what is not set stays as the board has it.
struct LaneSetup {
  std::optional<Mode> mode;
  std::string algorithm;  ///< empty: as the board has it

  QString title() const;  ///< "Connections", "Round robin"
};

/// What differs between the two lanes of Compare: the mode, or the algorithm.
struct Comparison {
  LaneSetup first;
  LaneSetup second;

  bool ofModes() const { return first.mode.has_value(); }
  QString title() const;  ///< "Connections vs Requests"

  /// Those that can be chosen, the article's question first.
  static const std::vector<Comparison>& all();
};

}  // namespace switchyard
