// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/lanes.h"

#include "core/scenario/twin.h"

#include <algorithm>

namespace switchyard {
namespace {

/// The board with its balancers as they are now.
Scenario asItIs(const Lane& lane) {
  auto scenario = lane.scenario();
  const auto& balancers = lane.world().balancers();
  for (std::size_t i = 0; i < std::min(balancers.size(), scenario.config.frontends.size()); ++i) {
    auto& frontend = scenario.config.frontends[i];
    frontend.mode = balancers[i].mode;
    for (auto& backend : scenario.config.backends)
      if (backend.name == frontend.backend) backend.balance = balancers[i].algorithm;
  }
  return scenario;
}

Scenario setUp(Scenario scenario, const LaneSetup& setup) {
  for (auto& frontend : scenario.config.frontends)
    if (setup.mode) frontend.mode = *setup.mode;
  for (auto& backend : scenario.config.backends)
    if (!setup.algorithm.empty()) backend.balance = setup.algorithm;
  return scenario;
}

bool isStaged(const World& world) {
  const auto settled = [](const Node& one) {
    return !one.built_in || (one.state != NodeState::starting && one.state != NodeState::stopped);
  };
  return !world.balancers().empty() && std::all_of(world.servers().begin(), world.servers().end(), settled) &&
         std::all_of(world.balancers().begin(), world.balancers().end(), settled) &&
         std::all_of(world.clients().begin(), world.clients().end(), settled);
}

}  // namespace

Result<void> Lanes::compare(const Comparison& comparison) {
  if (first_.lab() == nullptr)
    return Error{"A recording shows one run; there is nobody to call through a second lane.",
                 "Open a haproxy.cfg or a scenario, then compare."};
  const auto board = asItIs(first_);
  second_.end();
  comparison_.reset();
  auto twin = twinOf(board);
  if (!twin) return twin.error();
  const bool as_written = first_.listensAsWritten();
  if (auto begun = second_.begin(setUp(std::move(*twin), comparison.second), as_written); !begun)
    return begun;
  if (auto begun = first_.begin(setUp(board, comparison.first), as_written); !begun) {
    second_.end();
    return begun;
  }
  comparison_ = comparison;
  return {};
}

void Lanes::endComparison() {
  second_.end();
  comparison_.reset();
}

void Lanes::listenAsWritten() {
  first_.listenAsWritten();
  second_.listenAsWritten();
}

bool Lanes::staged() const {
  return isStaged(first_.world()) && (!comparison_ || isStaged(second_.world()));
}

std::int64_t Lanes::takeEvents() {
  return std::max(first_.takeEvents(), second_.takeEvents());
}

std::vector<Playhead*> Lanes::playheads() {
  if (!comparison_) return {&first_.playhead()};
  return {&first_.playhead(), &second_.playhead()};
}

std::int64_t Lanes::end() const {
  return comparison_ ? std::max(first_.playhead().end(), second_.playhead().end()) : first_.playhead().end();
}

void Lanes::advance(std::int64_t elapsed, std::int64_t now) {
  const auto all = playheads();
  for (auto* playhead : all) playhead->advance(elapsed, now);
  const auto live = [](const Playhead* playhead) { return playhead->live(); };
  if (std::any_of(all.begin(), all.end(), live) && !std::all_of(all.begin(), all.end(), live)) goLive();
}

void Lanes::pause() {
  for (auto* playhead : playheads()) playhead->pause();
}

void Lanes::resume() {
  for (auto* playhead : playheads()) playhead->resume();
}

void Lanes::goLive() {
  for (auto* playhead : playheads()) playhead->goLive();
}

void Lanes::seek(std::int64_t time) {
  for (auto* playhead : playheads()) playhead->seek(time);
}

void Lanes::setSpeed(double speed) {
  for (auto* playhead : playheads()) playhead->setSpeed(speed);
}

void Lanes::step() {
  const auto all = playheads();
  if (all.size() == 1) return all.front()->step();
  pause();
  std::optional<std::int64_t> next;
  for (const auto* playhead : all)
    if (const auto one = playhead->history().nextEvent(first_.playhead().time()))
      next = std::min(*one, next.value_or(*one));
  if (next) seek(*next);
}

}  // namespace switchyard
