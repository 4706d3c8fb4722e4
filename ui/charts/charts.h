// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plot/chart_card.h"

#include <QString>

#include <vector>

namespace switchyard {

/// One row of the table of charts: all that board, exports, settings and the command line know of it.
struct Chart {
  /// Where its tab is: among those that show how the servers share, or among those over time.
  enum class Deck : std::uint8_t { shares, times };

  QString key;  ///< "requests-per-server": for files and programs
  Deck deck;
  QString tab;  ///< for people, translated
  ChartCard* (*make)(const World& world, const Theme& theme, Selection& selection);  ///< the caller's
};

/// In the order of their tabs. To add one: its file, its row.
std::vector<Chart> charts();

}  // namespace switchyard
