// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/world.h"

#include <vector>

namespace switchyard {

/// The servers of a balancer that are still there, in the order of the configuration.
std::vector<const Server*> serversOf(const Balancer& balancer, const World& world);

/// The server whose turn it is, reckoned from the scores of the last decision as smooth weighted round robin
/// does (core/balance/policies.h). 0 when nobody is eligible. The balancer may still be refused there: that a
/// server is down it learns by trying.
NodeId nextInTurn(const Balancer& balancer, const World& world);

}  // namespace switchyard
