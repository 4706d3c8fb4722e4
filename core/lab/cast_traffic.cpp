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

bool Cast::act(const command::Run&) {
  wanted_ = Traffic::once;
  announcer_.traffic(true);
  for (auto& [id, member] : members_)
    if (member.role == Role::client) beginTraffic(member);
  endTrafficIfDone();  // nobody may be there to call
  return true;
}

bool Cast::act(const command::RunSteadily& command) {
  wanted_ = Traffic::steady;
  steady_rate_ = command.rate;
  announcer_.traffic(true);
  for (auto& [id, member] : members_)
    if (member.role == Role::client) beginTraffic(member);
  return true;
}

bool Cast::act(const command::Pause&) {
  wanted_ = Traffic::rest;
  for (auto& [id, member] : members_)
    if (member.role == Role::client && member.process) member.process->command("pause");
  announcer_.traffic(false);
  return true;
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

bool Cast::act(const command::Send& command) {
  bool sent = false;
  for (auto& [id, member] : members_) {
    if (member.role != Role::client || member.state != NodeState::ready) continue;
    if (command.node != 0 && command.node != id) continue;
    member.process->command(commandFor(member.traffic));
    if (member.to_end > 0) member.to_end += command.calls;
    member.process->command("send n=" + std::to_string(command.calls));
    sent = true;
  }
  return sent;
}

bool Cast::act(const command::SetRate& command) {
  auto* client = find(command.node, Role::client);
  if (client == nullptr) return false;
  setRate(*client, command.rate);
  return true;
}

void Cast::setRate(Member& client, double rate) {
  client.traffic.rate = rate;
  announcer_.rate(client.id, rate, false);
  if (client.state != NodeState::ready) return;
  client.process->command(commandFor(client.traffic));
  if (wanted_ == Traffic::steady)
    client.process->command("steady rate=" + toText(rate > 0 ? rate : steady_rate_));
}

}  // namespace switchyard
