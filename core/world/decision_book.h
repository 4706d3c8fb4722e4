// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace switchyard {

/// One pick of a balancer; its candidates are in the DecisionBook.
struct DecisionRecord {
  std::int64_t at = 0;
  CallId call = 0;              ///< mode http; 0 in mode tcp
  ConnectionId connection = 0;  ///< the downstream connection
  NodeId chosen = 0;            ///< 0: nobody was eligible
  std::uint8_t attempt = 0;     ///< 1 is the first
  std::uint32_t candidates = 0;
  std::uint64_t first = 0;      ///< number of its first candidate, counted from the first ever
  std::uint64_t algorithm = 0;  ///< number of the algorithm that took it, counted likewise

  friend bool operator==(const DecisionRecord&, const DecisionRecord&) = default;
};

/// The last decisions of one balancer with their arithmetic: kMost, or fewer when they weighed very many
/// candidates; the last one always. Under 200 kB.
class DecisionBook {
 public:
  using Candidates = std::vector<Decision::Candidate>;
  static constexpr std::size_t kMost = 256;
  static constexpr std::size_t kMostCandidates = 16'384;  ///< of all decisions together
  static constexpr std::size_t kMostInOne = 4096;

  void add(std::int64_t at, const Decision& decision, std::string_view algorithm);
  /// Further candidates of the last decision.
  void addCandidates(const Decision& more);

  /// Oldest first.
  const std::deque<DecisionRecord>& all() const { return decisions_; }
  const DecisionRecord* last() const { return decisions_.empty() ? nullptr : &decisions_.back(); }
  /// No decision has been forgotten yet.
  bool complete() const { return forgotten_ == 0; }

  /// Of one that is in the book.
  Candidates candidatesOf(const DecisionRecord& decision) const;
  const std::string& algorithmOf(const DecisionRecord& decision) const {
    return algorithms_[decision.algorithm - first_algorithm_];
  }
  /// What the last decision weighed; nothing when none was taken.
  Candidates lastCandidates() const { return last() == nullptr ? Candidates() : candidatesOf(*last()); }

  /// All attempts for this call, first to last.
  std::vector<const DecisionRecord*> of(CallId call) const;
  /// All attempts for this downstream connection that were taken for it as a whole (mode tcp) since `since`.
  std::vector<const DecisionRecord*> of(ConnectionId downstream, std::int64_t since) const;

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.decisions_, self.candidates_, self.algorithms_, self.first_candidate_,
                    self.first_algorithm_, self.forgotten_);
  }
  friend bool operator==(const DecisionBook&, const DecisionBook&) = default;

 private:
  void forgetOldest();

  std::deque<DecisionRecord> decisions_;
  std::deque<Decision::Candidate> candidates_;
  std::deque<std::string> algorithms_;  ///< each time the algorithm was another one than before
  std::uint64_t first_candidate_ = 0;   ///< number of candidates_.front()
  std::uint64_t first_algorithm_ = 0;   ///< number of algorithms_.front()
  std::uint64_t forgotten_ = 0;         ///< decisions
};

}  // namespace switchyard
