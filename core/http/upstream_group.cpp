// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/upstream_group.h"

#include "core/http/balancer.h"
#include "core/http/exchange.h"
#include "core/system/errno_words.h"
#include "core/system/shortage.h"

#include <algorithm>

namespace switchyard::http2 {

UpstreamGroup::UpstreamGroup(Balancer& balancer, NodeId server, const config::ServerLine& line)
    : balancer_(balancer),
      server_(server),
      name_(line.name),
      address_(line.address),
      source_(line.source.address),
      send_proxy_(line.send_proxy),
      tls_(line.tls.context) {}

Upstream* UpstreamGroup::withRoom() const {
  for (const auto& connection : connections_)
    if (connection->hasRoom()) return connection.get();
  return nullptr;
}

bool UpstreamGroup::isConnecting() const {
  return std::any_of(connections_.begin(), connections_.end(),
                     [](const auto& one) { return one->connecting(); });
}

void UpstreamGroup::take(Exchange& exchange) {
  if (auto* connection = waiting_.empty() ? withRoom() : nullptr) return connection->start(exchange);
  if (waiting_.size() >= kMostWaiting)
    return exchange.answer(GrpcStatus::unavailable, "Too many calls wait for " + name_ + ".");
  waiting_.push_back(&exchange);
  exchange.waitFor(this);
  connectIfNeeded();
}

void UpstreamGroup::serve() {
  while (!waiting_.empty()) {
    auto* connection = withRoom();
    if (connection == nullptr) return connectIfNeeded();
    auto& exchange = *waiting_.front();
    waiting_.pop_front();
    connection->start(exchange);
  }
}

/// As many connections on their way as those who wait will need, going by what the server has allowed so far.
void UpstreamGroup::connectIfNeeded() {
  std::size_t expected = 0;
  auto each = kStreamsUntilTold;
  for (const auto& connection : connections_) {
    if (connection->connecting())
      ++expected;
    else if (connection->usable())
      each = connection->streamLimit();
  }
  if (each == 0) return;  // it allows no streams for now
  while (expected * each < waiting_.size() && connections_.size() < kMostConnections) {
    connections_.push_back(std::make_unique<Upstream>(balancer_, *this));
    connections_.back()->connect(address_, source_);
    ++expected;
  }
}

void UpstreamGroup::gone(Upstream& connection) {
  const auto at = std::find_if(connections_.begin(), connections_.end(),
                               [&](const auto& one) { return one.get() == &connection; });
  const bool failed = connection.connecting();
  const int error = connection.error();
  const auto reason = connection.tlsFailure();
  balancer_.bury(std::move(*at));
  connections_.erase(at);
  if (!failed) return connectIfNeeded();
  if (error != 0) balancer_.pool().connectFailed(server_, error, source_);
  const bool hope =
      std::any_of(connections_.begin(), connections_.end(), [](const auto& one) { return one->usable(); });
  if (hope) return;
  if (isShortage(error)) return nobodyCouldGo();
  nobodyCame(reason.empty() && error != 0 ? errnoWords(error) : reason);
}

/// No connection could be made: those who wait try another server.
void UpstreamGroup::nobodyCame(const std::string& reason) {
  const std::string why = "cannot be connected to" + (reason.empty() ? "" : ": " + reason);
  for (auto* exchange : std::exchange(waiting_, {})) exchange->serverGone(Loss::not_connected, why);
}

/// We lack what a connection takes: those who wait go where there is one, or wait until there is.
void UpstreamGroup::nobodyCouldGo() {
  for (auto* exchange : std::exchange(waiting_, {})) exchange->noWayToServer();
}

void UpstreamGroup::retire() {
  for (auto* exchange : std::exchange(waiting_, {})) exchange->serverGone(Loss::refused, "was removed");
  for (std::size_t i = connections_.size(); i > 0; --i)
    if (i <= connections_.size()) connections_[i - 1]->retire();
}

void UpstreamGroup::stop() {
  while (!connections_.empty()) connections_.back()->close(CloseReason::stopped);
}

void UpstreamGroup::checkTime(std::int64_t now) {
  for (std::size_t i = connections_.size(); i > 0; --i)
    if (i <= connections_.size()) connections_[i - 1]->checkTime(now);
  serve();
}

}  // namespace switchyard::http2
