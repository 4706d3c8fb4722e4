// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

#include <string>
#include <vector>

namespace switchyard {

/// What `switchyard run` prints: servers, clients, balancers, connections, agreement, claims, shortfalls.
std::string reportTable(const World& world, const std::string& name, const std::vector<ClaimResult>& claims,
                        const std::vector<std::string>& shortfalls);

}  // namespace switchyard
