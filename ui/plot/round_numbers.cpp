// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/round_numbers.h"

#include <algorithm>
#include <cmath>

namespace switchyard {

double roundStep(double step, double least) {
  step = std::max(step, least);
  const double power = std::pow(10, std::floor(std::log10(step)));
  constexpr double kTolerance = 1 - 1e-9;  // 0.3 is not exactly 3 times 0.1
  for (const double digit : {1.0, 2.0, 3.0, 5.0})
    if (digit * power >= step * kTolerance) return digit * power;
  return 10 * power;
}

}  // namespace switchyard
