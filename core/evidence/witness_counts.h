// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <array>
#include <cstdint>
#include <optional>

namespace switchyard {

/// How many calls of one member each of the three witnesses counted, beside each other.
struct WitnessCounts {
  struct Word {
    std::optional<std::uint64_t> count;  ///< empty: this witness knows nothing of it
    bool odd = false;  ///< no other witness says about the same, and nothing known explains it
  };
  static constexpr std::array kWitnesses{Witness::client, Witness::balancer, Witness::server};

  Word clients, balancer, servers;

  const Word& of(Witness witness) const;
  bool differ() const { return clients.odd || balancer.odd || servers.odd; }
};

/// Calls to `server`: the OK answers that clients had from it, what the balancer forwarded to it, what it
/// received. Calls under way, failures, strangers' calls and words that may still be on their way explain a
/// difference (agreement.h).
WitnessCounts witnessCounts(const World& world, const Server& server);
/// Calls of `client`: what it sent, what a balancer forwarded of it, what servers received of it.
WitnessCounts witnessCounts(const World& world, const Client& client);

}  // namespace switchyard
