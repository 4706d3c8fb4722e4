// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/decision_book.h"

#include <algorithm>
#include <iterator>

namespace switchyard {

void DecisionBook::add(std::int64_t at, const Decision& decision, std::string_view algorithm) {
  if (algorithms_.empty() || algorithms_.back() != algorithm) algorithms_.emplace_back(algorithm);
  decisions_.push_back({.at = at,
                        .call = decision.call,
                        .connection = decision.connection,
                        .chosen = decision.chosen,
                        .attempt = decision.attempt,
                        .first = first_candidate_ + candidates_.size(),
                        .algorithm = first_algorithm_ + algorithms_.size() - 1});
  if (decisions_.size() > kMost) forgetOldest();
  addCandidates(decision);
}

void DecisionBook::addCandidates(const Decision& more) {
  if (decisions_.empty()) return;
  auto& last = decisions_.back();
  const auto count = std::min<std::size_t>(more.count, kMostInOne - last.candidates);
  candidates_.insert(candidates_.end(), more.candidates, more.candidates + count);
  last.candidates += static_cast<std::uint32_t>(count);
  while (candidates_.size() > kMostCandidates) forgetOldest();
}

void DecisionBook::forgetOldest() {
  const auto weighed = decisions_.front().candidates;
  candidates_.erase(candidates_.begin(), candidates_.begin() + weighed);
  first_candidate_ += weighed;
  decisions_.pop_front();
  ++forgotten_;
  for (; first_algorithm_ < decisions_.front().algorithm; ++first_algorithm_) algorithms_.pop_front();
}

DecisionBook::Candidates DecisionBook::candidatesOf(const DecisionRecord& decision) const {
  const auto first = candidates_.begin() + static_cast<std::ptrdiff_t>(decision.first - first_candidate_);
  return {first, first + decision.candidates};
}

std::vector<const DecisionRecord*> DecisionBook::of(CallId call) const {
  std::vector<const DecisionRecord*> found;
  if (call == 0) return found;
  for (const auto& one : decisions_)
    if (one.call == call) found.push_back(&one);
  return found;
}

std::vector<const DecisionRecord*> DecisionBook::of(ConnectionId downstream, std::int64_t since) const {
  std::vector<const DecisionRecord*> found;
  for (const auto& one : decisions_)
    if (one.call == 0 && one.connection == downstream && one.at >= since) found.push_back(&one);
  return found;
}

}  // namespace switchyard
