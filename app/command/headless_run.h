// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command/command_line.h"

namespace switchyard {

/// `switchyard run`: the experiment without a window, with real processes and sockets. Prints its table on
/// standard output and everything else on standard error. Returns the exit status: 0 all counts agree and all
/// claims hold, 1 not, 2 unusable.
int runHeadless(const CommandLine& line);

}  // namespace switchyard
