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

/// A weight of 1 in the unit of Candidate::effective.
constexpr std::uint32_t kWholeWeight = 256;

/// A server as an algorithm sees it. Excluded ones are passed too, so that the explanation can name them.
struct Candidate {
  NodeId server = 0;
  std::uint32_t weight = 1;  ///< 0 to 256
  std::uint32_t effective =
      kWholeWeight;             ///< `weight` times kWholeWeight; less while the server starts slowly
  std::uint32_t in_flight = 0;  ///< mode tcp: open connections; mode http: calls under way
  Exclusion exclusion = Exclusion::none;

  bool eligible() const { return exclusion == Exclusion::none; }
  double load() const { return static_cast<double>(in_flight) * kWholeWeight / effective; }
};

/// What a pick may depend on.
struct Request {
  Endpoint client;       ///< for `source`
  std::string_view key;  ///< what Policy::key() asks for: the header's value or the path; else empty
};

struct Pick {
  /// Index into the candidates; empty when none is eligible.
  std::optional<std::size_t> index;
};

/// What of a call an algorithm wants as Request::key.
struct HashKey {
  enum class Of : std::uint8_t { nothing, path, header };
  Of of = Of::nothing;
  std::string header;  ///< in lower case, as HTTP/2 has it
};

/// A balancing algorithm. One instance per backend, used on its loop only. See HAProxy 2.6 manual §4.2
/// "balance".
class Policy {
 public:
  virtual ~Policy() = default;

  /// Which candidates there are, or their weights, has changed. Called before the first pick, too.
  virtual void changed(std::span<const Candidate>) {}

  /// Picks one eligible candidate.
  /// @param candidates in the order of the last changed()
  /// @param scores as long as `candidates`, zeros: the algorithm writes the number by which it compared each,
  ///        for the decision card; -1 by `random` for one that was not drawn
  virtual Pick pick(std::span<const Candidate> candidates, const Request& request,
                    std::span<float> scores) = 0;

  virtual HashKey key() const { return {}; }
  /// What it picks, in words: "each server in turn, in proportion to its weight".
  virtual std::string meaning() const = 0;
};

/// Makes the policy that a `balance` line names: "roundrobin", "leastconn", "random(2)", "hdr(x-user)", …; a
/// hash may be followed by its hash-type, and that by its hash-balance-factor: "uri consistent 150". The
/// error lists those that exist.
Result<std::unique_ptr<Policy>> makePolicy(std::string_view balance);

/// The names makePolicy() knows, each as it may be written, in the order of the manual.
std::span<const std::string_view> policyNames();

}  // namespace switchyard
