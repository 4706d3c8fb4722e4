// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/event/event.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace switchyard {

/// A server as an algorithm sees it. Excluded ones are passed too, so that the explanation can name them.
struct Candidate {
  NodeId server = 0;
  std::uint32_t weight = 1;     ///< 0 to 256
  std::uint32_t in_flight = 0;  ///< mode tcp: open connections; mode http: calls under way
  Exclusion exclusion = Exclusion::none;

  bool eligible() const { return exclusion == Exclusion::none; }
};

/// What a pick may depend on.
struct Request {
  Endpoint client;       ///< for `source`
  std::string_view key;  ///< for hashes: the header's value or the path; empty in mode tcp
};

struct Pick {
  /// Index into the candidates; empty when none is eligible.
  std::optional<std::size_t> index;
};

/// A balancing algorithm. One instance per backend, used on its loop only. See HAProxy 2.6 manual §4.2
/// "balance".
class Policy {
 public:
  virtual ~Policy() = default;

  /// Picks one eligible candidate.
  /// @param scores as long as `candidates`: the algorithm writes the number by which it compared each, for
  /// the
  ///        decision card. Excluded candidates are left alone.
  virtual Pick pick(std::span<const Candidate> candidates, const Request& request,
                    std::span<float> scores) = 0;
};

/// Makes the policy that a `balance` line names ("roundrobin", "leastconn", …); the error lists those that
/// exist.
Result<std::unique_ptr<Policy>> makePolicy(std::string_view balance);

/// The names makePolicy() knows, in the order of the manual.
std::span<const std::string_view> policyNames();

}  // namespace switchyard
