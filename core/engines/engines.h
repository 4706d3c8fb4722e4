// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

#include <memory>
#include <vector>

namespace switchyard {

/// Makes the engine for one frontend of `config`: in mode tcp a tcp::Balancer, in mode http an
/// http2::Balancer.
/// @param listen_on where to listen instead of the frontend's binds; empty: as written
std::unique_ptr<Engine> makeEngine(Loop& loop, const config::Config& config, const config::Frontend& frontend,
                                   std::vector<Endpoint> listen_on, EngineCast cast,
                                   ProblemHandler on_problem);

}  // namespace switchyard
