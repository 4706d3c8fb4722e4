// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/frontend_listeners.h"

#include <algorithm>
#include <utility>

namespace switchyard {

FrontendListeners::FrontendListeners(Loop& loop, const config::Config& config,
                                     const config::Frontend& frontend, std::vector<Endpoint> listen_on,
                                     Listener::OnAccept on_accept, ProblemHandler on_problem)
    : loop_(loop),
      name_(frontend.name),
      addresses_(std::move(listen_on)),
      maxconn_(frontend.maxconn),
      on_accept_(std::move(on_accept)),
      on_problem_(std::move(on_problem)) {
  if (addresses_.empty())
    for (const auto& bind : frontend.binds) addresses_.push_back(bind.address);
  if (config.maxconn > 0) maxconn_ = maxconn_ == 0 ? config.maxconn : std::min(maxconn_, config.maxconn);
}

Result<void> FrontendListeners::open() {
  std::vector<std::unique_ptr<Listener>> listeners;
  for (const auto& address : addresses_) {
    auto socket = switchyard::listenOn(address);
    if (!socket) return socket.error();
    listeners.push_back(std::make_unique<Listener>(loop_, std::move(*socket), on_accept_, on_problem_));
  }
  listeners_ = std::move(listeners);
  return {};
}

void FrontendListeners::heed(std::size_t open, bool starved) {
  const bool at_limit = maxconn_ > 0 && open >= maxconn_;
  for (auto& listener : listeners_) at_limit || starved ? listener->pause() : listener->resume();
  if (!at_limit || std::exchange(at_limit_told_, true)) return;
  on_problem_({name_ + " has reached maxconn " + std::to_string(maxconn_) +
                   "; further connections wait in the kernel's queue.",
               "Raise maxconn in the frontend or in global, or let clients share connections."});
}

}  // namespace switchyard
