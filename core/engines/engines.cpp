// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/engines.h"

#include "core/http/balancer.h"
#include "core/tcp/balancer.h"

namespace switchyard {

std::unique_ptr<Engine> makeEngine(Loop& loop, const config::Config& config, const config::Frontend& frontend,
                                   std::vector<Endpoint> listen_on, EngineCast cast,
                                   ProblemHandler on_problem) {
  if (frontend.mode == Mode::http)
    return std::make_unique<http2::Balancer>(loop, config, frontend, std::move(listen_on), cast,
                                             std::move(on_problem));
  return std::make_unique<tcp::Balancer>(loop, config, frontend, std::move(listen_on), cast,
                                         std::move(on_problem));
}

}  // namespace switchyard
