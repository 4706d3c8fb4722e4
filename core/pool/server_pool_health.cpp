// SPDX-License-Identifier: GPL-3.0-or-later
// What the pool makes of checks and of live traffic: who is well, and how fast a server comes back.
#include "core/pool/server_pool.h"
#include "core/system/shortage.h"

#include <algorithm>

namespace switchyard {
namespace {

using config::Observe;
using std::chrono::milliseconds;
constexpr milliseconds kTick{50};  // how smoothly weights grow, and how exactly ejections end
constexpr std::chrono::nanoseconds kTellAgain = std::chrono::minutes(1);

std::string times(unsigned count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

void ServerPool::watch(Server& server) {
  observes_ |= server.line.observe.layer != Observe::Layer::none;
  if (!server.line.check.on) return;
  server.check =
      std::make_unique<health::Check>(loop_, balancer_, server.id, health::planFor(backend_, server.line),
                                      [this, id = server.id] { healthMoved(id); });
  beginChecks(server, server.line.check.inter);
}

void ServerPool::start() {
  started_ = true;
  std::size_t nth = 0;
  for (const auto& server : servers_) {
    if (server->asked != Exclusion::none || !server->check) tellHealth(*server);
    // Spread, so that checks do not come in bursts (HAProxy does the same).
    beginChecks(*server, server->line.check.inter * nth++ / servers_.size());
  }
}

void ServerPool::stop() {
  started_ = false;
  for (const auto& server : servers_) endChecks(*server);
}

/// A server in maintenance is not checked (HAProxy 2.6 manual §9.3 "set server … state").
void ServerPool::beginChecks(Server& server, milliseconds delay) {
  if (started_ && server.check && server.asked != Exclusion::maintenance) server.check->start(delay);
}

void ServerPool::endChecks(Server& server) {
  if (server.check) server.check->stop();
}

/// Its checks have brought it down or up, or further on the way.
void ServerPool::healthMoved(NodeId id) {
  const auto place = placeOf(id);
  if (place == kNowhere) return;
  auto& server = *servers_[place];
  const auto& check = *server.check;
  if (check.shortage() != 0) tellShortage(check.shortage());
  if (server.healthy() == server.well) return tellHealth(server);
  if (!check.level().up())
    tellProblem(
        {"Server '" + server.line.name + "' is down: " + times(check.level().failures(), "check") +
             " failed; the last time it " + check.reason() + ".",
         "It gets traffic again after " + times(server.line.check.rise, "check") + " that it passes."});
  turned(server);
}

/// It is well, or is not any more.
void ServerPool::turned(Server& server) {
  server.well = server.healthy();
  tellHealth(server);
  if (server.well) beginSlowly(server);
  refresh();
}

void ServerPool::observe(NodeId id, Observe::Layer layer, bool good) {
  const auto place = placeOf(id);
  if (place == kNowhere) return;
  auto& server = *servers_[place];
  const auto observed = server.line.observe.layer;
  // A connection that fails is an error of its answers, too.
  if (observed != layer && (observed == Observe::Layer::none || good)) return;
  if (!server.healthy() || !server.ejection.see(good)) return;
  if (server.line.observe.on_error == Observe::OnError::mark_down) return eject(server);
  if (!server.check) return;
  switch (server.line.observe.on_error) {
    case Observe::OnError::fastinter:
      return server.check->hurry();
    case Observe::OnError::fail_check:
      return server.check->countFailure();
    case Observe::OnError::sudden_death:
      return server.check->onlyOneMore();
    case Observe::OnError::mark_down:
      return;
  }
}

void ServerPool::eject(Server& server) {
  const auto ejected = std::count_if(servers_.begin(), servers_.end(),
                                     [](const auto& one) { return one->ejection.ejected(); });
  if (!health::mayEject(servers_.size(), static_cast<std::size_t>(ejected))) return;
  const auto time = server.ejection.eject(loop_.now());
  server.readmit_at = loop_.now() + time.count();
  tellProblem({"Server '" + server.line.name + "' is ejected for " +
                   config::timeText(std::chrono::duration_cast<milliseconds>(time)) + ": " +
                   times(server.ejection.errors(), "error") +
                   (server.ejection.errors() == 1 ? "." : " in a row."),
               "Look at what it answers; 'error-limit' says how many errors are too many."});
  turned(server);
  tick();
}

void ServerPool::beginSlowly(Server& server) {
  if (server.line.slowstart.count() == 0) return;
  server.slow_since = loop_.now();
  tick();
}

/// HAProxy 2.6 manual §5.2 "slowstart": the weight grows linearly, from almost nothing.
std::uint32_t ServerPool::effectiveWeight(const Server& server) {
  const auto whole = std::uint64_t{server.line.weight} * kWholeWeight;
  if (server.slow_since == 0 || whole == 0) return static_cast<std::uint32_t>(whole);
  const auto passed = static_cast<std::uint64_t>(std::max<std::int64_t>(loop_.now() - server.slow_since, 0));
  const auto time = static_cast<std::uint64_t>(std::chrono::nanoseconds(server.line.slowstart).count());
  const auto part = static_cast<double>(whole) * static_cast<double>(passed) / static_cast<double>(time);
  return static_cast<std::uint32_t>(std::clamp(part, 1.0, static_cast<double>(whole)));
}

void ServerPool::tick() {
  if (ticking_) return;
  ticking_ = true;
  timer_.after(kTick, [this] {
    ticking_ = false;
    const auto now = loop_.now();
    bool more = false;
    for (std::size_t place = 0; place < servers_.size(); ++place) {
      auto& server = *servers_[place];
      if (server.ejection.ejected() && server.readmit_at <= now) {
        server.ejection.readmit(now);
        turned(server);
      }
      if (server.slow_since != 0) {
        candidates_[place].effective = effectiveWeight(server);
        if (now - server.slow_since >= std::chrono::nanoseconds(server.line.slowstart).count())
          server.slow_since = 0;
      }
      more |= server.ejection.ejected() || server.slow_since != 0;
    }
    if (more) tick();
  });
}

void ServerPool::tellHealth(const Server& server) {
  Event event(loop_.now(), Kind::node_state, Witness::balancer, server.id);
  auto& change = event.state;
  change.state = NodeState::ready;
  if (server.asked != Exclusion::none) {
    change.state = server.asked == Exclusion::draining ? NodeState::draining : NodeState::stopped;
    change.cause = Cause::asked;
  } else if (server.check && !server.check->level().up()) {
    const bool rising = server.check->level().count() > 0;
    change.state = rising ? NodeState::starting : NodeState::down;
    change.cause = rising ? Cause::none : Cause::checks_failed;
    change.detail =
        static_cast<std::int32_t>(rising ? server.check->level().count() : server.check->level().failures());
  } else if (server.ejection.ejected()) {
    change.state = NodeState::down;
    change.cause = Cause::ejected;
    change.detail = static_cast<std::int32_t>(server.ejection.errors());
  } else if (server.check && server.check->level().count() > 0) {
    change.cause = Cause::checks_failed;
    change.detail = static_cast<std::int32_t>(server.check->level().count());
  }
  loop_.emit(event);
}

void ServerPool::connectFailed(NodeId server, int error, const std::optional<Endpoint>& from) {
  if (isShortage(error)) return tellShortage(error);
  if (from)
    if (const auto why = sourceError(error, *from)) tellUnusable(server, *why);
  observeConnect(server, false);
}

/// Once a minute at most.
void ServerPool::tellShortage(int error) {
  shortage_ = error;
  if (shortage_told_at_ != 0 && loop_.now() - shortage_told_at_ < kTellAgain.count()) return;
  shortage_told_at_ = loop_.now();
  auto lack = shortage(error);
  tellProblem({"The servers of '" + backend_.name + "' cannot be connected to: " + lack.what +
                   ". That is not their fault: their health stays as it is, calls wait.",
               std::move(lack.remedy)});
}

void ServerPool::tellUnusable(NodeId id, const Error& why) {
  const auto place = placeOf(id);
  if (place == kNowhere) return;
  auto& server = *servers_[place];
  if (server.unusable_told_at != 0 && loop_.now() - server.unusable_told_at < kTellAgain.count()) return;
  server.unusable_told_at = loop_.now();
  tellProblem({"Server '" + server.line.name + "' cannot be used: " + why.what + ".", why.remedy});
}

void ServerPool::tellProblem(const Error& error) {
  if (on_problem_) on_problem_(error);
}

}  // namespace switchyard
