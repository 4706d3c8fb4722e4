// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenario/scenario.h"

namespace switchyard {

/// The same board once more, to run beside `scenario` at the same time: its balancers and built-in servers
/// stand on other ports of this machine, all shifted by as much, and free now. Servers that are not built in
/// are shared. The error names the ports that are taken.
Result<Scenario> twinOf(const Scenario& scenario);

}  // namespace switchyard
