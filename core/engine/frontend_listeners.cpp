// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/frontend_listeners.h"

#include <algorithm>
#include <utility>

namespace switchyard {
namespace {

constexpr std::chrono::milliseconds kWelcomeWithin{10'000};
constexpr std::chrono::nanoseconds kTellAgain = std::chrono::minutes(1);

}  // namespace

FrontendListeners::FrontendListeners(Loop& loop, const config::Config& config,
                                     const config::Frontend& frontend, std::vector<Endpoint> listen_on,
                                     OnAccept on_accept, ProblemHandler on_problem)
    : loop_(loop),
      name_(frontend.name),
      addresses_(std::move(listen_on)),
      welcome_within_(frontend.timeouts.client.count() > 0 ? std::min(frontend.timeouts.client, kWelcomeWithin)
                                                           : kWelcomeWithin),
      maxconn_(frontend.maxconn),
      on_accept_(std::move(on_accept)),
      on_problem_(std::move(on_problem)) {
  for (const auto& bind : frontend.binds) tls_.push_back(bind.tls.context);
  if (addresses_.empty())
    for (const auto& bind : frontend.binds) addresses_.push_back(bind.address);
  if (config.maxconn > 0) maxconn_ = maxconn_ == 0 ? config.maxconn : std::min(maxconn_, config.maxconn);
}

Result<void> FrontendListeners::open() {
  std::vector<std::unique_ptr<Listener>> listeners;
  for (const auto& address : addresses_) {
    auto socket = switchyard::listenOn(address);
    if (!socket) return socket.error();
    const auto place = listeners.size();
    const auto* tls = place < tls_.size() ? tls_[place].get() : nullptr;
    listeners.push_back(std::make_unique<Listener>(
        loop_, std::move(*socket), [this, tls](SocketFd client) { welcome(std::move(client), tls); }, on_problem_));
  }
  listeners_ = std::move(listeners);
  return {};
}

void FrontendListeners::close() {
  listeners_.clear();
  welcomes_.clear();
}

void FrontendListeners::welcome(Transport socket, const TlsContext* tls) {
  if (tls == nullptr) return on_accept_({std::move(socket)});
  auto made = std::make_unique<TlsWelcome>(
      loop_, std::move(socket), *tls, [this](TlsWelcome& ended, const auto& failure) { welcomed(ended, failure); });
  auto& welcome = *made;
  welcomes_.emplace(&welcome, std::move(made));
  heed(open_, starved_);
  welcome.begin(welcome_within_);
}

void FrontendListeners::welcomed(TlsWelcome& welcome, const std::optional<Error>& failure) {
  const auto ended = welcomes_.extract(&welcome);
  if (!failure) return on_accept_({welcome.takeSocket()});
  tellTurnedAway(welcome.client(), *failure);
  heed(open_, starved_);
}

/// Once a minute at most: anybody may connect.
void FrontendListeners::tellTurnedAway(const Endpoint& client, const Error& why) {
  if (turned_away_told_at_ != 0 && loop_.now() - turned_away_told_at_ < kTellAgain.count()) return;
  turned_away_told_at_ = loop_.now();
  on_problem_({name_ + " has turned away a client (" + client.text() + "): " + why.what + ".", why.remedy});
}

void FrontendListeners::heed(std::size_t open, bool starved) {
  open_ = open;
  starved_ = starved;
  const bool at_limit = maxconn_ > 0 && open + welcomes_.size() >= maxconn_;
  for (auto& listener : listeners_) at_limit || starved ? listener->pause() : listener->resume();
  if (!at_limit || std::exchange(at_limit_told_, true)) return;
  on_problem_({name_ + " has reached maxconn " + std::to_string(maxconn_) +
                   "; further connections wait in the kernel's queue.",
               "Raise maxconn in the frontend or in global, or let clients share connections."});
}

}  // namespace switchyard
