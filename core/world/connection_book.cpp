// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/connection_book.h"

#include <algorithm>

namespace switchyard {

Connection* ConnectionBook::find(NodeId balancer, ConnectionId id) {
  const auto place = index_.find(keyOf(balancer, id));
  return place ? &connections_[*place] : nullptr;
}

Connection* ConnectionBook::joinedTo(const Connection& one) {
  auto* other = one.joined == 0 ? nullptr : find(one.balancer, one.joined);
  const bool each_other = other != nullptr && other->joined == one.id && other->side != one.side;
  return each_other ? other : nullptr;  // else its number was used again
}

Connection* ConnectionBook::at(const Ends& ends, const EndKey& key) {
  const auto found = ends.find(key);
  if (found == ends.end()) return nullptr;
  return find(static_cast<NodeId>(found->second >> 32), static_cast<ConnectionId>(found->second));
}

ConnectionBook::Ends& ConnectionBook::endsOf(const Connection& one) {
  return one.side == Side::upstream ? upstream_ends_ : downstream_ends_;
}

EndKey ConnectionBook::endOf(const Connection& one) {
  return one.side == Side::upstream ? upstreamEnd(one) : downstreamEnd(one);
}

Connection& ConnectionBook::add(const Connection& connection) {
  index_.set(keyOf(connection), connections_.size());
  endsOf(connection)[endOf(connection)] = keyOf(connection);
  return connections_.emplace_back(connection);
}

void ConnectionBook::countGhost() {
  if (++ghosts_ >= 2 * kMostGhosts) forgetOldGhosts();
}

/// Once in kMostGhosts closings, so it may rebuild the index.
void ConnectionBook::forgetOldGhosts() {
  auto to_forget = ghosts_ - kMostGhosts;
  std::erase_if(connections_, [&](const Connection& one) {
    if (one.open() || to_forget == 0) return false;
    --to_forget;
    auto& ends = endsOf(one);
    const auto known = ends.find(endOf(one));
    if (known != ends.end() && known->second == keyOf(one)) ends.erase(known);
    return true;
  });
  ghosts_ = kMostGhosts;
  index_.clear();
  for (std::size_t place = 0; place < connections_.size(); ++place)
    index_.set(keyOf(connections_[place]), place);
}

}  // namespace switchyard
