// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pool/server_pool.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::uint32_t kGreatestWeight = 256;

}  // namespace

ServerPool::ServerPool(Loop& loop, NodeId balancer, const config::Backend& backend,
                       const std::vector<NodeId>& ids)
    : loop_(loop), balancer_(balancer), backend_(backend), timer_(loop) {
  if (!setPolicy(backend.balance))
    static_cast<void>(setPolicy("roundrobin"));  // the reader has checked the name
  for (std::size_t i = 0; i < backend.servers.size(); ++i)
    append(backend.servers[i], i < ids.size() ? ids[i] : static_cast<NodeId>(i + 1));
  numberPlaces();
  refresh();
}

ServerPool::~ServerPool() = default;

ServerPool::Choice ServerPool::pick(const Asking& asking) {
  for (const auto tried : asking.tried)
    if (const auto place = placeOf(tried); place != kNowhere) {
      auto& exclusion = candidates_[place].exclusion;
      if (exclusion == Exclusion::none || exclusion == Exclusion::full) exclusion = Exclusion::already_tried;
    }
  std::fill(scores_.begin(), scores_.end(), 0.0F);
  const auto found = policy_->pick(candidates_, asking.request, scores_);
  Choice choice;
  if (found.index)
    choice = {Outcome::picked, servers_[*found.index].get()};
  else if (std::any_of(candidates_.begin(), candidates_.end(),
                       [](const auto& one) { return one.exclusion == Exclusion::full; }))
    choice.outcome = Outcome::all_full;
  if (choice.outcome != Outcome::all_full && loop_.traced())
    tellPick(asking, choice.server != nullptr ? choice.server->id : NodeId{0});
  for (const auto tried : asking.tried)
    if (const auto place = placeOf(tried); place != kNowhere) refresh(place);
  if (found.index) {
    ++candidates_[*found.index].in_flight;
    refresh(*found.index);
  }
  return choice;
}

void ServerPool::tellPick(const Asking& asking, NodeId chosen) {
  constexpr std::size_t kInOneEvent = std::size(Decision{}.candidates);
  std::size_t at = 0;
  do {
    Event event(loop_.now(), at == 0 ? Kind::picked : Kind::decision_more, Witness::balancer, balancer_);
    auto& decision = event.decision;
    decision.call = asking.call;
    decision.connection = asking.connection;
    decision.chosen = chosen;
    decision.attempt = static_cast<std::uint8_t>(std::min<std::size_t>(asking.tried.size() + 1, 255));
    decision.count = static_cast<std::uint8_t>(std::min(kInOneEvent, candidates_.size() - at));
    for (std::size_t i = 0; i < decision.count; ++i, ++at)
      decision.candidates[i] = {candidates_[at].server, candidates_[at].exclusion,
                                static_cast<std::uint8_t>(std::min(candidates_[at].weight, 255U)),
                                scores_[at]};
    loop_.emit(event);
  } while (at < candidates_.size());
}

void ServerPool::release(NodeId server) {
  const auto place = placeOf(server);
  if (place == kNowhere || candidates_[place].in_flight == 0) return;
  const bool was_full = candidates_[place].exclusion == Exclusion::full;
  --candidates_[place].in_flight;
  if (!was_full) return;
  refresh(place);
  if (candidates_[place].eligible() && on_room_) on_room_();
}

const ServerPool::Server* ServerPool::find(NodeId id) const {
  const auto place = placeOf(id);
  return place == kNowhere ? nullptr : servers_[place].get();
}

std::uint32_t ServerPool::inFlight(NodeId id) const {
  const auto place = placeOf(id);
  return place == kNowhere ? 0 : candidates_[place].in_flight;
}

Result<void> ServerPool::setPolicy(const std::string& balance) {
  auto policy = makePolicy(balance);
  if (!policy) return policy.error();
  auto key = (*policy)->key();
  if (backend_.mode == Mode::tcp && key.of != HashKey::Of::nothing)
    return Error{"'" + balance + "' asks for a part of each call, and mode tcp balances connections unread.",
                 "Use 'source', or mode http."};
  policy_ = std::move(*policy);
  key_ = std::move(key);
  policy_->changed(candidates_);
  return {};
}

void ServerPool::setWeight(NodeId server, std::uint32_t weight) {
  const auto place = placeOf(server);
  if (place == kNowhere) return;
  servers_[place]->line.weight = std::min(weight, kGreatestWeight);
  refresh();
}

void ServerPool::setExclusion(NodeId id, Exclusion exclusion) {
  const auto place = placeOf(id);
  if (place == kNowhere) return;
  auto& server = *servers_[place];
  const auto before = std::exchange(server.asked, exclusion);
  if (exclusion == before) return;
  if (exclusion == Exclusion::maintenance) endChecks(server);
  if (before == Exclusion::maintenance) {
    beginChecks(server, {});
    beginSlowly(server);
  }
  tellHealth(server);
  refresh();
}

void ServerPool::add(const config::ServerLine& line, NodeId id) {
  if (placeOf(id) != kNowhere || servers_.size() >= kNowhere) return;
  append(line, id);
  numberPlaces();
  beginSlowly(*servers_.back());
  refresh();
}

void ServerPool::append(const config::ServerLine& line, NodeId id) {
  servers_.push_back(std::make_unique<Server>(
      Server{.id = id,
             .line = line,
             .asked = line.disabled ? Exclusion::maintenance : Exclusion::none,
             .check = nullptr,
             .ejection = {line.observe.error_limit, line.check.inter * line.check.rise}}));
  watch(*servers_.back());
  candidates_.push_back({.server = id, .exclusion = Exclusion::maintenance});
}

void ServerPool::remove(NodeId server) {
  const auto place = placeOf(server);
  if (place == kNowhere) return;
  servers_.erase(servers_.begin() + static_cast<std::ptrdiff_t>(place));
  candidates_.erase(candidates_.begin() + static_cast<std::ptrdiff_t>(place));
  numberPlaces();
  refresh();
}

void ServerPool::numberPlaces() {
  places_.clear();
  for (std::size_t place = 0; place < servers_.size(); ++place) {
    const auto id = servers_[place]->id;
    if (places_.size() <= id) places_.resize(id + std::size_t{1}, kNowhere);
    places_[id] = static_cast<std::uint16_t>(place);
  }
  scores_.assign(servers_.size(), 0.0F);
}

/// What the standing of each depends on: backups serve when no other can, and panic begins when too few are
/// well.
void ServerPool::countThoseWhoCanServe() {
  std::size_t wanted = 0;
  main_servers_ = 0;
  first_backup_ = servers_.size();
  for (std::size_t place = servers_.size(); place > 0; --place) {
    const auto& server = *servers_[place - 1];
    if (server.asked != Exclusion::none || server.line.weight == 0) continue;
    wanted += server.line.backup ? 0 : 1;
    if (!server.healthy()) continue;
    if (server.line.backup)
      first_backup_ = place - 1;
    else
      ++main_servers_;
  }
  const bool was = std::exchange(
      panic_, first_backup_ == servers_.size() && main_servers_ * 100 < wanted * backend_.panic_threshold);
  if (panic_ && !was)
    tellProblem({"Panic: " + std::to_string(main_servers_) + " of " + std::to_string(wanted) +
                     " servers of '" + backend_.name + "' are well, less than " +
                     std::to_string(backend_.panic_threshold) + " %; all of them get traffic again.",
                 "Bring servers back, or set 'option panic-threshold 0' to spare those that are not well."});
}

void ServerPool::refresh() {
  countThoseWhoCanServe();
  bool room = false;
  for (std::size_t place = 0; place < servers_.size(); ++place) {
    auto& candidate = candidates_[place];
    const bool could = candidate.eligible();
    candidate.weight = servers_[place]->line.weight;
    candidate.effective = effectiveWeight(*servers_[place]);
    refresh(place);
    room |= candidate.eligible() && !could;
  }
  policy_->changed(candidates_);
  if (room && on_room_) on_room_();
}

void ServerPool::refresh(std::size_t place) {
  candidates_[place].exclusion = standing(place);
}

/// Why a server cannot be picked now; the first reason that holds.
Exclusion ServerPool::standing(std::size_t place) const {
  const auto& server = *servers_[place];
  if (server.asked != Exclusion::none) return server.asked;
  if (server.line.weight == 0) return Exclusion::zero_weight;
  if (!panic_ && !server.healthy()) return Exclusion::down;
  // Backups serve when no other can: the first of them, or all (HAProxy 2.6 manual §4.2 "option allbackups").
  if (server.line.backup &&
      (main_servers_ > 0 || panic_ || (!backend_.all_backups && place != first_backup_)))
    return Exclusion::backup;
  const auto& candidate = candidates_[place];
  if (server.line.maxconn > 0 && candidate.in_flight >= server.line.maxconn) return Exclusion::full;
  return Exclusion::none;
}

}  // namespace switchyard
