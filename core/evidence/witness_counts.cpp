// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/witness_counts.h"

#include <algorithm>

namespace switchyard {
namespace {

/// As agreement() has it: half a second, in whole buckets of a Series.
constexpr std::int64_t kRecent = 500'000'000 + Series::kStep;

bool near(const WitnessCounts::Word& one, const WitnessCounts::Word& other, std::uint64_t explained) {
  const auto [least, most] = std::minmax(*one.count, *other.count);
  return most - least <= explained;
}

/// @param explained  by how much the clients' count may differ from the others', and those from each other
void findOdd(WitnessCounts& counts, std::uint64_t explained) {
  const std::array words{&counts.clients, &counts.balancer, &counts.servers};
  for (auto* word : words) {
    if (!word->count) continue;
    const auto others = std::count_if(words.begin(), words.end(),
                                      [&](const auto* other) { return other != word && other->count; });
    word->odd = others > 0 && std::none_of(words.begin(), words.end(), [&](const auto* other) {
                  return other != word && other->count && near(*word, *other, explained);
                });
  }
}

bool someCallDirectly(const World& world) {
  return std::any_of(world.clients().begin(), world.clients().end(),
                     [](const Client& client) { return client.balancer == 0 && client.sent > 0; });
}

}  // namespace

const WitnessCounts::Word& WitnessCounts::of(Witness witness) const {
  if (witness == Witness::client) return clients;
  return witness == Witness::balancer ? balancer : servers;
}

WitnessCounts witnessCounts(const World& world, const Server& server) {
  WitnessCounts counts;
  counts.clients.count = server.ok_at_clients;
  if (!someCallDirectly(world)) counts.balancer.count = server.forwarded;
  if (server.built_in) counts.servers.count = server.received;
  findOdd(counts, server.in_flight + server.errors + server.lost + server.from_strangers +
                      server.rate.count(world.now(), kRecent));
  return counts;
}

WitnessCounts witnessCounts(const World& world, const Client& client) {
  WitnessCounts counts;
  counts.clients.count = client.sent;
  if (client.balancer != 0) counts.balancer.count = client.forwarded;
  counts.servers.count = client.handled;
  findOdd(counts, client.in_flight + client.failed + client.lost + client.cut + client.unobserved +
                      client.rate.count(world.now(), kRecent));
  return counts;
}

}  // namespace switchyard
