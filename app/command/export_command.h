// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command/command_line.h"

namespace switchyard {

/// `switchyard export`: a picture of a recording as it ended, or of a scenario before it starts. Returns the
/// exit status.
int runExport(const CommandLine& line);

}  // namespace switchyard
