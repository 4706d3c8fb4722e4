// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/switchyard/command_line.h"

namespace switchyard {

/// Opens the window on the file of `line` and returns the exit status when it is closed.
int runWindow(const CommandLine& line);

}  // namespace switchyard
