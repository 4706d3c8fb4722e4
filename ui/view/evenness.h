// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

namespace switchyard {

/// What a fairness index (World::fairness) is called, and its colour: the same on canvas, chart and board.
enum class Evenness : std::uint8_t { even, uneven, very_uneven };

inline Evenness evennessOf(double fairness) {
  constexpr double kEven = 0.9;
  constexpr double kUneven = 0.7;
  if (fairness >= kEven) return Evenness::even;
  return fairness >= kUneven ? Evenness::uneven : Evenness::very_uneven;
}

inline QColor colourOf(Evenness evenness, const Theme& theme) {
  if (evenness == Evenness::even) return theme.good;
  return evenness == Evenness::uneven ? theme.warn : theme.bad;
}

}  // namespace switchyard
