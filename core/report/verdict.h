// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

#include <string>
#include <vector>

namespace switchyard {

/// Why a run does not hold, a line each; nothing when all of this is so:
///  - every built-in server, every balancer and every client was there to the end;
///  - each client made the calls that the scenario asks of it; of those that call until they are paused, one
///    did;
///  - every call was answered with OK, but for those that the scenario wants to fail: servers with `fail`
///    failed them, or a claim says how many `ok`, `errors` or `lost` are right;
///  - every count agrees and no event was lost;
///  - every claim holds.
std::vector<std::string> shortfallsOf(const World& world, const Scenario& scenario,
                                      const std::vector<ClaimResult>& claims);

}  // namespace switchyard
