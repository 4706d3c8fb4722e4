// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/kernel_table.h"

#include <algorithm>
#include <unordered_set>

namespace switchyard {
namespace {

constexpr std::size_t kMostSockets = 200'000;  // a bound for hostile recordings

/// Where the balancers listen and the servers are reached: sockets elsewhere are none of the board's.
class Addresses {
 public:
  Addresses(const std::vector<Balancer>& balancers, const std::vector<Server>& servers) {
    for (const auto& balancer : balancers)
      (balancer.address.isAny() ? any_ : listening_).insert(reduced(balancer.address));
    for (const auto& server : servers) servers_.insert(server.address);
  }

  bool concern(const Endpoint& local, const Endpoint& remote) const {
    return listening_.contains(local) || servers_.contains(remote) ||
           (!any_.empty() && any_.contains(Endpoint{{}, local.port}));
  }

 private:
  static Endpoint reduced(const Endpoint& address) {
    return address.isAny() ? Endpoint{{}, address.port} : address;
  }

  std::unordered_set<Endpoint> listening_, any_, servers_;
};

}  // namespace

void KernelTable::seen(const Socket& socket) {
  if (sockets_.size() < kMostSockets) sockets_[{socket.local, socket.remote}] = socket.own != 0;
}

void KernelTable::gone(const Socket& socket) {
  // A change of state is told as "gone in the old one, seen in the new one", in this order within one sample.
  sockets_.erase({socket.local, socket.remote});
}

void KernelTable::checkOpened(const ConnectionOpened& check) {
  if (checks_.size() < kMostSockets) checks_.insert({check.local, check.remote});
}

void KernelTable::checkClosed(const ConnectionOpened& check) {
  checks_.erase({check.local, check.remote});
}

void KernelTable::compare(const std::deque<Connection>& board, const std::vector<Balancer>& balancers,
                          const std::vector<Server>& servers) {
  std::set<Ends> odd;
  std::unordered_set<Ends, EndsHash> open;
  for (const auto& connection : board) {
    if (!connection.open()) continue;
    open.insert({connection.local, connection.remote});
    if (!sockets_.contains({connection.local, connection.remote}))
      odd.insert({connection.local, connection.remote});
  }
  expected_ = open.size();
  found_ = open.size() - odd.size();

  const Addresses addresses(balancers, servers);
  for (const auto& [ends, own] : sockets_)
    if (own && !open.contains(ends) && !checks_.contains(ends) && addresses.concern(ends.first, ends.second))
      odd.insert(ends);

  confirmed_ = std::any_of(odd.begin(), odd.end(), [this](const auto& ends) { return odd_.contains(ends); });
  if (confirmed_) ++mismatches_;
  ++samples_;
  odd_ = std::move(odd);
}

}  // namespace switchyard
