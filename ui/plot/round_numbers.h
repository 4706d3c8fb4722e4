// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace switchyard {

/// The smallest of 1, 2, 3, 5, 10, 20, 30, 50, … and of their tenths, hundredths, … that is not below `step`
/// nor below `least`: an axis in such steps has round numbers. `step` must be finite, `least` above 0.
double roundStep(double step, double least);

}  // namespace switchyard
