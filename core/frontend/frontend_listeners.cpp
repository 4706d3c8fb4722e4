// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/frontend/frontend_listeners.h"

#include <algorithm>
#include <utility>

namespace switchyard {
namespace {

constexpr std::chrono::milliseconds kEnterWithin{10'000};  // without `timeout client`
constexpr std::chrono::nanoseconds kTellAgain = std::chrono::minutes(1);

SocketFd takeBoundTo(const Endpoint& address, bool v6only, std::vector<SocketFd>& offered) {
  const auto found = std::find_if(offered.begin(), offered.end(),
                                  [&](const auto& socket) { return listensOn(socket, address, v6only); });
  if (found == offered.end()) return {};
  auto socket = std::move(*found);
  offered.erase(found);
  return socket;
}

}  // namespace

FrontendListeners::FrontendListeners(Loop& loop, const config::Config& config,
                                     const config::Frontend& frontend, std::vector<Endpoint> listen_on,
                                     OnAccept on_accept, ProblemHandler on_problem)
    : loop_(loop),
      name_(frontend.name),
      addresses_(std::move(listen_on)),
      enter_within_(frontend.timeouts.client.count() > 0 ? frontend.timeouts.client : kEnterWithin),
      maxconn_(frontend.maxconn),
      on_accept_(std::move(on_accept)),
      on_problem_(std::move(on_problem)) {
  for (const auto& bind : frontend.binds)
    entrances_.push_back({bind.v6only, bind.accept_proxy, bind.tls.context});
  if (addresses_.empty())
    for (const auto& bind : frontend.binds) addresses_.push_back(bind.address);
  if (config.maxconn > 0) maxconn_ = maxconn_ == 0 ? config.maxconn : std::min(maxconn_, config.maxconn);
}

Result<void> FrontendListeners::open(std::vector<SocketFd>& offered) {
  std::vector<SocketFd> sockets;
  entrances_.resize(addresses_.size());
  for (std::size_t i = 0; i < addresses_.size(); ++i) {
    auto socket = takeBoundTo(addresses_[i], entrances_[i].v6only, offered);
    if (!socket.isOpen()) {
      auto bound = switchyard::listenOn(addresses_[i], entrances_[i].v6only);
      if (!bound) return bound.error();
      socket = std::move(*bound);
    }
    sockets.push_back(std::move(socket));
  }
  leave();
  for (std::size_t i = 0; i < sockets.size(); ++i)
    listeners_.push_back(std::make_unique<Listener>(
        loop_, std::move(sockets[i]),
        [this, i](SocketFd socket, const Endpoint& client) {
          accepted({std::move(socket), {client, {}}}, entrances_[i]);
        },
        on_problem_));
  return {};
}

void FrontendListeners::close() {
  listeners_.clear();
  readers_.clear();
  welcomes_.clear();
}

void FrontendListeners::leave() {
  handOver([](const SocketFd&) { return false; });
}

std::vector<SocketFd> FrontendListeners::handOver(const Stays& stays) {
  std::vector<SocketFd> sockets;
  for (auto& listener : listeners_)
    stays(listener->socket()) ? sockets.push_back(listener->takeSocket()) : listener->acceptLast();
  listeners_.clear();
  return sockets;
}

void FrontendListeners::accepted(Accepted client, const Entrance& entrance) {
  if (!entrance.with_header) return welcome(std::move(client), entrance);
  readers_.push_back(std::make_unique<ProxyHeaderReader>(
      loop_, std::move(client.socket),
      [this, &entrance](auto& reader, auto outcome) { headerEnded(reader, outcome, entrance); }));
  heed(open_, starved_);
  readers_.back()->begin(enter_within_);
}

void FrontendListeners::headerEnded(ProxyHeaderReader& reader, ProxyHeaderReader::Outcome outcome,
                                    const Entrance& entrance) {
  const auto at =
      std::find_if(readers_.begin(), readers_.end(), [&](const auto& one) { return one.get() == &reader; });
  const auto ended = std::move(*at);
  readers_.erase(at);
  if (outcome != ProxyHeaderReader::Outcome::complete) {
    tellOfHeader(outcome);
    return turnedAway();
  }
  auto socket = ended->takeSocket();
  const auto from = ended->from().value_or(ProxiedFrom{socket.remote(), socket.local()});
  welcome({std::move(socket), from}, entrance);
}

/// Once a minute at most: anybody may connect.
void FrontendListeners::tellOfHeader(ProxyHeaderReader::Outcome outcome) {
  if (outcome == ProxyHeaderReader::Outcome::closed) return;
  if (header_told_at_ != 0 && loop_.now() - header_told_at_ < kTellAgain.count()) return;
  header_told_at_ = loop_.now();
  const bool late = outcome == ProxyHeaderReader::Outcome::too_late;
  const bool broken = outcome == ProxyHeaderReader::Outcome::broken;
  on_problem_({name_ + " has closed a connection that " +
                   (late     ? "sent no whole PROXY header in time."
                    : broken ? "began with a PROXY header that breaks the protocol."
                             : "did not begin with a PROXY header."),
               broken
                   ? "Look at what stands before this balancer: haproxy.org's proxy-protocol.txt says what "
                     "it may send."
                   : "Let what stands before this balancer send it, or remove 'accept-proxy' from the "
                     "bind line."});
}

void FrontendListeners::welcome(Accepted client, const Entrance& entrance) {
  if (!entrance.tls) return on_accept_(std::move(client));
  auto made = std::make_unique<TlsWelcome>(
      loop_, std::move(client.socket), *entrance.tls,
      [this, from = client.from](auto& ended, const auto& failure) { welcomed(ended, from, failure); });
  auto& welcome = *made;
  welcomes_.emplace(&welcome, std::move(made));
  heed(open_, starved_);
  welcome.begin(enter_within_);
}

void FrontendListeners::welcomed(TlsWelcome& welcome, const ProxiedFrom& from,
                                 const std::optional<Error>& failure) {
  const auto ended = welcomes_.extract(&welcome);
  if (!failure) return on_accept_({welcome.takeSocket(), from});
  tellTurnedAway(from.client, *failure);
  turnedAway();
}

void FrontendListeners::turnedAway() {
  heed(open_, starved_);
  if (on_turned_away_) on_turned_away_();
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
  const bool at_limit = maxconn_ > 0 && open + entering() >= maxconn_;
  for (auto& listener : listeners_) at_limit || starved ? listener->pause() : listener->resume();
  if (!at_limit || std::exchange(at_limit_told_, true)) return;
  on_problem_({name_ + " has reached maxconn " + std::to_string(maxconn_) +
                   "; further connections wait in the kernel's queue.",
               "Raise maxconn in the frontend or in global, or let clients share connections."});
}

}  // namespace switchyard
