// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/event/play.h"

namespace switchyard {

/// Much of what can happen, some of it overlapping.
Play busyPlay(Mode mode);

}  // namespace switchyard
