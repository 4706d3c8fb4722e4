// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/call_book.h"

namespace switchyard {
namespace {

void endAsLost(CallRecord& call, NodeId client, std::int64_t at) {
  if (call.client != client || isStranger(call.id) || !call.underWay()) return;
  call.ended_at = at;
  call.status = kStatusLost;
}

}  // namespace

CallRecord* CallBook::find(CallId id) {
  if (const auto number = index_.find(id)) return &calls_[*number - first_];
  if (aside_.empty()) return nullptr;
  const auto old = aside_.find(id);
  return old == aside_.end() ? nullptr : &old->second;
}

CallRecord& CallBook::record(CallId id) {
  if (auto* known = find(id)) return *known;
  index_.set(id, first_ + calls_.size());
  auto& fresh = calls_.emplace_back();
  fresh.id = id;
  if (calls_.size() > kMost) forgetOldest();
  return calls_.back();
}

void CallBook::forgetOldest() {
  const auto& oldest = calls_.front();
  index_.erase(oldest.id);
  if (oldest.underWay()) {
    aside_.emplace(oldest.id, oldest);
    if (aside_.size() > kMostAside) aside_.erase(aside_.begin());
  }
  calls_.pop_front();
  ++first_;
}

void CallBook::restoreIndex() {
  index_.clear();
  index_.reserve(calls_.size());
  for (std::size_t i = 0; i < calls_.size(); ++i) index_.set(calls_[i].id, first_ + i);
}

void CallBook::lose(NodeId client, std::int64_t at) {
  for (auto& call : calls_) endAsLost(call, client, at);
  std::erase_if(aside_, [=](const auto& one) { return one.second.client == client; });
}

}  // namespace switchyard
