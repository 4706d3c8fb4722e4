// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/lanes.h"

#include <QString>

namespace switchyard {

/// Asks whether to listen where the file says, when that is beyond this computer; of two lanes for both, each
/// at its own ports. Empty when the file does not ask for that, or it has been allowed.
QString questionToListen(const Lanes& lanes);
/// Where two lanes listen when that has been allowed; empty when they listen on this computer only.
QString whereLanesListen(const Lanes& lanes);

}  // namespace switchyard
