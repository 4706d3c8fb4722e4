// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/balance/policy.h"

namespace switchyard {

/// FNV-1a, then mixed so that every bit depends on every byte. The same on every machine and in every run.
std::uint64_t hashOf(std::string_view bytes);

/// The part that all hash algorithms share: from a hash to a server. Map-based: the hash modulo the sum of
/// weights; evenly spread, but most keys move when a server comes or goes. Consistent: a ring on which each
/// server has many points and a key goes to the next point; less even, but only the keys of the server that
/// came or went move (Karger et al. 1997; HAProxy 2.6 manual §4.2 "hash-type").
class HashMapper {
 public:
  virtual ~HashMapper() = default;
  virtual void changed(std::span<const Candidate> candidates) = 0;
  virtual Pick pick(std::span<const Candidate> candidates, std::uint64_t hash, std::span<float> scores) = 0;
  /// "…, and most keys move when a server comes or goes".
  virtual std::string meaning() const = 0;
};

/// `hash-type` and `hash-balance-factor`.
struct HashType {
  bool consistent = false;
  /// Consistent: percent of its share of all that is under way that a server may carry before its keys go on
  /// to the next one (Mirrokni, Thorup and Zadimoghaddam 2016); above 100, or 0: no bound.
  std::uint32_t bound = 0;
};

/// Score of a map-based one: 1 for the hash's choice; O(n). Of a consistent one: the order in which the ring
/// named the servers, 1 is the first, 0 was not named; the ring has at most 131,072 points, 1 MiB; O(n) to
/// begin with, then O(log points). Slow start does not apply: a key's server would change all the while.
std::unique_ptr<HashMapper> makeHashMapper(const HashType& type);

}  // namespace switchyard
