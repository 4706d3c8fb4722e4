// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/hash.h"

#include <algorithm>

namespace switchyard {
namespace {

/// The finaliser of MurmurHash3.
std::uint64_t mixed(std::uint64_t hash) {
  hash ^= hash >> 33;
  hash *= 0xFF51'AFD7'ED55'8CCD;
  hash ^= hash >> 33;
  hash *= 0xC4CE'B9FE'1A85'EC53;
  return hash ^ hash >> 33;
}

class MapBased final : public HashMapper {
 public:
  void changed(std::span<const Candidate>) override {}

  Pick pick(std::span<const Candidate> candidates, std::uint64_t hash, std::span<float> scores) override {
    std::uint64_t total = 0;
    for (const auto& candidate : candidates)
      if (candidate.eligible()) total += candidate.weight;
    if (total == 0) return {};
    auto point = hash % total;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!candidates[i].eligible()) continue;
      if (point < candidates[i].weight) {
        scores[i] = 1;
        return {i};
      }
      point -= candidates[i].weight;
    }
    return {};
  }

  std::string meaning() const override {
    return " (most of them get another server when a server comes or goes)";
  }
};

class Consistent final : public HashMapper {
 public:
  explicit Consistent(std::uint32_t bound) : bound_(bound) {}

  void changed(std::span<const Candidate> candidates) override {
    const auto same = [](const Candidate& one, const Member& member) {
      return one.server == member.server && one.weight == member.weight;
    };
    if (std::equal(candidates.begin(), candidates.end(), members_.begin(), members_.end(), same)) return;
    members_.clear();
    std::uint64_t total = 0;
    for (const auto& candidate : candidates) {
      members_.push_back({candidate.server, candidate.weight});
      total += candidate.weight;
    }
    const std::uint64_t most = std::min(total * kPointsPerWeight, kMostPoints);
    ring_.clear();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const auto points = candidates[i].weight * most / std::max<std::uint64_t>(total, 1);
      for (std::uint64_t point = 0; point < std::max<std::uint64_t>(points, candidates[i].weight > 0);
           ++point)
        ring_.push_back({static_cast<std::uint32_t>(mixed(candidates[i].server * kMostPoints + point) >> 32),
                         static_cast<std::uint32_t>(i)});
    }
    std::sort(ring_.begin(), ring_.end());
  }

  Pick pick(std::span<const Candidate> candidates, std::uint64_t hash, std::span<float> scores) override {
    if (std::none_of(candidates.begin(), candidates.end(), [](const auto& one) { return one.eligible(); }))
      return {};
    const Share share(candidates, bound_);
    const Point key{static_cast<std::uint32_t>(hash >> 32), 0};
    auto place = static_cast<std::size_t>(std::lower_bound(ring_.begin(), ring_.end(), key) - ring_.begin());
    float named = 0;
    for (std::size_t step = 0; step < ring_.size(); ++step, ++place) {
      const std::size_t i = ring_[place % ring_.size()].candidate;
      if (scores[i] == 0) scores[i] = ++named;
      if (candidates[i].eligible() && share.hasRoom(candidates[i])) return {i};
    }
    return {};
  }

  std::string meaning() const override {
    const std::string few = " (few of them get another server when a server comes or goes";
    return bound_ == 0 ? few + ")"
                       : few + ", or has more than " + std::to_string(bound_) + " % of its share)";
  }

 private:
  static constexpr std::uint64_t kPointsPerWeight = 160;  // ketama's
  static constexpr std::uint64_t kMostPoints = 131'072;

  struct Point {
    std::uint32_t place;
    std::uint32_t candidate;
    auto operator<=>(const Point&) const = default;
  };

  /// Who may carry one more within the bound; while anyone is eligible, somebody is.
  class Share {
   public:
    Share(std::span<const Candidate> candidates, std::uint32_t bound) : bound_(bound) {
      if (bound_ == 0) return;
      for (const auto& candidate : candidates) {
        if (!candidate.eligible()) continue;
        all_ += candidate.in_flight;
        weights_ += candidate.weight;
      }
    }
    bool hasRoom(const Candidate& one) const {
      return bound_ == 0 || one.in_flight * weights_ * 100 < all_ * bound_ * one.weight;
    }

   private:
    std::uint64_t bound_;
    std::uint64_t all_ = 1;  ///< with the one that is to be placed
    std::uint64_t weights_ = 0;
  };

  /// Of the ring as it is.
  struct Member {
    NodeId server;
    std::uint32_t weight;
  };

  std::uint32_t bound_;
  std::vector<Member> members_;
  std::vector<Point> ring_;
};

}  // namespace

std::uint64_t hashOf(std::string_view bytes) {
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325;
  for (const char byte : bytes) hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100'0000'01B3;
  return mixed(hash);
}

std::unique_ptr<HashMapper> makeHashMapper(const HashType& type) {
  if (type.consistent) return std::make_unique<Consistent>(type.bound);
  return std::make_unique<MapBased>();
}

}  // namespace switchyard
