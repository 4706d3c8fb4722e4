// SPDX-License-Identifier: GPL-3.0-or-later
// The comparison of the witnesses: the rules of agreement.h.
#include "core/world/world.h"

#include <algorithm>

namespace switchyard {
namespace {

/// For this long after a call's last stamp, words of other witnesses about it may still be on their way.
constexpr std::int64_t kOnTheWay = 500'000'000;
/// kOnTheWay in whole buckets of a Series, of which the youngest may have just begun.
constexpr std::int64_t kRecent = kOnTheWay + Series::kStep;

/// a − b; both are counts.
std::int64_t excess(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::int64_t>(a) - static_cast<std::int64_t>(b);
}

/// At most `b` of `a`, and `allowed` more.
bool within(std::uint64_t a, std::uint64_t b, std::uint64_t allowed) {
  return excess(a, b) <= static_cast<std::int64_t>(allowed);
}

}  // namespace

Agreement World::agreement() const {
  Agreement sum;
  for (const auto& client : clients_) {
    sum.clients_sent += client.sent;
    sum.balancer_forwarded += client.forwarded;
    sum.servers_handled += client.handled;
    sum.unobserved += client.unobserved;
    if (client.in_flight > 0) sum.at_rest = false;
  }
  sum.strangers_forwarded = strangers_forwarded_;
  for (const auto& server : servers_) sum.strangers_handled += server.from_strangers;

  const auto recent = std::max(ended_.count(now_, kRecent), received_.count(now_, kRecent));
  sum.calls = clientsAgree(recent) && serversAgree(recent) && within(not_forwarded_, 0, recent);
  sum.complete = sum.at_rest && clientsAgree(0) && serversAgree(0) && not_forwarded_ == 0;

  sum.kernel_connections = kernel_.found();
  sum.board_connections = kernel_.expected();
  sum.kernel = kernel_.agrees();
  return sum;
}

bool World::clientsAgree(std::uint64_t recent) const {
  const auto observed = [this](const Client& client) {
    return client.balancer != 0 || std::any_of(servers_.begin(), servers_.end(), [&](const Server& server) {
             return server.built_in && server.address == client.address;
           });
  };
  return std::all_of(clients_.begin(), clients_.end(), [&](const Client& client) {
    const auto failed = client.failed + client.lost + client.in_flight;
    // Whose connection it was is sampled: of a very short one to a server that does not report, nobody knows.
    const auto known = client.handled + client.unobserved + failed;
    if (observed(client) && !within(client.sent, known, recent + strangers_unobserved_)) return false;
    if (client.balancer == 0) return true;
    return within(client.forwarded, client.sent + client.cut, recent) &&
           within(client.handled, client.arrived, recent);
  });
}

bool World::serversAgree(std::uint64_t recent) const {
  // Calls whose client does not know, or does not say, which server answered.
  std::uint64_t unsaid = 0;
  for (const auto& client : clients_) unsaid += client.failed + client.lost + client.in_flight + client.ok;
  for (const auto& server : servers_) unsaid -= server.ok_at_clients;
  return std::all_of(servers_.begin(), servers_.end(), [&](const Server& server) {
    const auto ok = server.ok - server.ok_to_strangers;
    if (!server.built_in) return true;
    return (server.was_killed || within(server.ok_at_clients, ok, recent)) &&
           within(ok, server.ok_at_clients + unsaid, recent);
  });
}

}  // namespace switchyard
