// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/balance/policy.h"

#include <map>
#include <random>

namespace switchyard {

/// Each server in turn, by weight, evenly interleaved: weights 3:1 give A A B A, not A A A B (smooth weighted
/// round robin, as HAProxy and nginx do; HAProxy 2.6 manual §4.2 "roundrobin"). Score: the turn's claim; the
/// greatest wins. O(n).
class RoundRobin final : public Policy {
 public:
  Pick pick(std::span<const Candidate> candidates, const Request& request, std::span<float> scores) override;

 private:
  std::map<NodeId, std::int64_t> claims_;
};

/// The fewest connections (mode tcp) or calls (mode http) under way, per unit of weight (HAProxy 2.6 manual
/// §4.2 "leastconn"). Among equals the one that was picked longest ago, so that equal servers share evenly.
/// Score: load per weight; the least wins. O(n).
class LeastConnections final : public Policy {
 public:
  Pick pick(std::span<const Candidate> candidates, const Request& request, std::span<float> scores) override;

 private:
  std::map<NodeId, std::uint64_t> last_picked_;
  std::uint64_t picks_ = 0;
};

/// Draws servers by weight and takes the least loaded of them (HAProxy 2.6 manual §4.2 "random(draws)"; two
/// draws are "the power of two choices", HAProxy's default). Score: load per weight of those drawn; the
/// others keep -1.
class Random final : public Policy {
 public:
  explicit Random(int draws, std::uint64_t seed = std::random_device{}()) : draws_(draws), generator_(seed) {}
  Pick pick(std::span<const Candidate> candidates, const Request& request, std::span<float> scores) override;

 private:
  int draws_;
  std::mt19937_64 generator_;
};

/// The same client address to the same server, while the servers stay the same (HAProxy 2.6 manual §4.2
/// "source", map-based). Score: 1 for the hash's choice.
class Source final : public Policy {
 public:
  Pick pick(std::span<const Candidate> candidates, const Request& request, std::span<float> scores) override;
};

/// The first server that is not full, in the file's order (HAProxy 2.6 manual §4.2 "first"). Score: its
/// place.
class First final : public Policy {
 public:
  Pick pick(std::span<const Candidate> candidates, const Request& request, std::span<float> scores) override;
};

}  // namespace switchyard
