// SPDX-License-Identifier: GPL-3.0-or-later
// The Lab's commands to the clients: who calls, how much, until when.
#include "core/base/numbers.h"
#include "core/lab/cast.h"

#include <algorithm>

namespace switchyard {
namespace {

std::string commandFor(const TrafficSpec& traffic) {
  return "traffic calls=" + std::to_string(traffic.calls) +
         " connections=" + std::to_string(traffic.connections) +
         " concurrency=" + std::to_string(traffic.concurrency) + " rate=" + toText(traffic.rate) +
         " deadline=" + std::to_string(std::chrono::microseconds(traffic.deadline).count()) +
         " name=" + traffic.request_name;
}

}  // namespace

void Cast::run() {
  wanted_ = Traffic::once;
  announcer_.traffic(true);
  for (auto& [id, member] : members_)
    if (member.role == Role::client) beginTraffic(member);
  endTrafficIfDone();  // nobody may be there to call
}

void Cast::runSteadily(double rate) {
  wanted_ = Traffic::steady;
  steady_rate_ = rate;
  announcer_.traffic(true);
  for (auto& [id, member] : members_)
    if (member.role == Role::client) beginTraffic(member);
}

void Cast::pause() {
  wanted_ = Traffic::rest;
  for (auto& [id, member] : members_)
    if (member.role == Role::client && member.process) member.process->command("pause");
  announcer_.traffic(false);
}

void Cast::beginTraffic(Member& client) {
  if (client.state != NodeState::ready) return;  // ready() begins it
  client.process->command(commandFor(client.traffic));
  if (wanted_ == Traffic::steady) {
    const auto rate = client.traffic.rate > 0 ? client.traffic.rate : steady_rate_;
    return client.process->command("steady rate=" + toText(rate));
  }
  client.to_end = client.traffic.calls;
  client.process->command("run");
}

void Cast::callEnded(Member& client) {
  if (wanted_ != Traffic::once || client.to_end == 0 || --client.to_end > 0) return;
  endTrafficIfDone();
}

void Cast::endTrafficIfDone() {
  if (wanted_ != Traffic::once || stage_ != Stage::running) return;
  const bool going_on = std::any_of(members_.begin(), members_.end(), [](const auto& one) {
    const auto& client = one.second;
    if (client.role != Role::client) return false;
    return client.process &&
           (client.state == NodeState::starting || client.to_end > 0 || client.traffic.calls == 0);
  });
  if (going_on) return;
  wanted_ = Traffic::rest;
  announcer_.traffic(false);
}

void Cast::send(NodeId id, std::uint64_t calls) {
  for (auto& [other, member] : members_) {
    if (member.role != Role::client || (id != 0 && id != other) || member.state != NodeState::ready) continue;
    member.process->command(commandFor(member.traffic));
    if (member.to_end > 0) member.to_end += calls;
    member.process->command("send n=" + std::to_string(calls));
  }
}

void Cast::setRate(NodeId id, double rate) {
  auto* client = find(id);
  if (client == nullptr || client->role != Role::client) return;
  client->traffic.rate = rate;
  if (client->state != NodeState::ready) return;
  client->process->command(commandFor(client->traffic));
  if (wanted_ == Traffic::steady)
    client->process->command("steady rate=" + toText(rate > 0 ? rate : steady_rate_));
}

}  // namespace switchyard
