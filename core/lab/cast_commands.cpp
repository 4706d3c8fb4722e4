// SPDX-License-Identifier: GPL-3.0-or-later
// Commands that add members of the cast, start and end them.
#include "core/lab/cast.h"
#include "core/net/port.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>

namespace switchyard {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kEndWithin{2000};
constexpr std::uint16_t kPortsTried = 200;

/// "srv03" → "srv04", "client9" → "client10", "web" → "web2".
std::string nextName(const std::string& name) {
  const auto digits = name.find_last_not_of("0123456789") + 1;
  if (digits == name.size()) return name + "2";
  const auto width = static_cast<int>(name.size() - digits);
  const auto number = std::strtoull(name.c_str() + digits, nullptr, 10) + 1;
  char text[32];
  std::snprintf(text, sizeof text, "%0*llu", std::min(width, 20), number);
  return name.substr(0, digits) + text;
}

}  // namespace

void Cast::obey(const Command& command) {
  if (!std::visit([this](const auto& one) { return act(one); }, command)) return;
  announcer_.commanded(command);
  tellHealed();
}

bool Cast::act(const command::AddServer& command) {
  auto* balancer = find(command.node, Role::balancer);
  if (balancer == nullptr) return false;
  std::string name = "srv00";
  Endpoint address = Endpoint::loopback(50050);
  for (const auto& [other_id, other] : members_) {
    if (other.role != Role::server || other.balancer != command.node) continue;
    name = other.name;
    if (other.address.port >= address.port) address = Endpoint::loopback(other.address.port);
  }
  for (std::uint16_t tried = 0; tried < kPortsTried; ++tried) {
    ++address.port;
    const auto free = portIsFree(address);
    if (!free) {
      announcer_.problem(command.node, free.error());
      return false;
    }
    if (*free) break;
  }
  do {
    name = nextName(name);
  } while (std::any_of(members_.begin(), members_.end(),
                       [&](const auto& one) { return one.second.name == name; }));

  auto& server = add(command.id, Role::server, name);
  server.balancer = command.node;
  server.address = address;
  server.line.name = name;
  server.line.host = address.host();
  server.line.address = address;
  announce(server);
  balancer->servers.push_back(server.id);
  balancer->engine->addServer(server.line, server.id);
  watchPorts();
  startServer(server);
  return true;
}

bool Cast::act(const command::AddClient& command) {
  if (find(command.node, Role::balancer) == nullptr) return false;
  std::string name = "client0";
  TrafficSpec traffic;
  for (const auto& [other_id, other] : members_)
    if (other.role == Role::client) {
      name = other.name;
      traffic = other.traffic;
      traffic.rate = other.written.rate;
    }
  do {
    name = nextName(name);
  } while (std::any_of(members_.begin(), members_.end(),
                       [&](const auto& one) { return one.second.name == name; }));
  auto& client = add(command.id, Role::client, name);
  client.balancer = command.node;
  client.traffic = traffic;
  announce(client);
  startClient(client);
  return true;
}

bool Cast::act(const command::Start& command) {
  auto* member = find(command.node);
  return member != nullptr && bring(*member);
}

bool Cast::bring(Member& member) {
  if (member.process) return isLeaving(member) && !std::exchange(member.restart, true);
  if (member.role == Role::client) {
    startClient(member);
    return true;
  }
  if (member.state == NodeState::ready) return false;
  member.role == Role::server ? startServer(member) : startBalancer(member);
  return true;
}

/// Its process is to end, or does already.
bool Cast::isLeaving(const Member& member) {
  return member.process && (member.leaving != Cause::none || member.killed);
}

bool Cast::act(const command::Stop& command) {
  auto* member = find(command.node);
  return member != nullptr && stop(*member);
}

bool Cast::stop(Member& member) {
  if (member.role == Role::balancer) {
    if (member.state != NodeState::ready) return false;
    enter(member, NodeState::draining, Cause::asked);
    auto former = std::move(member.engine);
    makeEngineOf(member);
    retire(member, std::move(former), kEndWithin);
    return true;
  }
  const bool would_restart = std::exchange(member.restart, false);
  if (!member.process || isLeaving(member)) return would_restart;
  member.leaving = Cause::asked;
  enter(member, NodeState::draining, Cause::asked);
  member.process->signal(SIGCONT);  // a frozen one could not hear
  member.process->signal(SIGTERM);
  within(member, kEndWithin, &Cast::forced);
  return true;
}

bool Cast::act(const command::Kill& command) {
  auto* member = find(command.node);
  if (member == nullptr) return false;
  if (member->role == Role::balancer) {
    member->retiring.clear();
    member->engine->stop();
    enter(*member, NodeState::down, Cause::signalled, SIGKILL);
    return true;
  }
  if (!member->process) return false;
  member->restart = false;
  member->killed = true;
  member->process->signal(SIGKILL);
  return true;
}

bool Cast::act(const command::Freeze& command) {
  return freeze(find(command.node), true);
}
bool Cast::act(const command::Thaw& command) {
  return freeze(find(command.node), false);
}

bool Cast::freeze(Member* member, bool on) {
  if (member == nullptr || !member->process || isLeaving(*member)) return false;
  if (member->state != (on ? stateAtWork(*member) : NodeState::frozen)) return false;
  member->process->signal(on ? SIGSTOP : SIGCONT);
  enter(*member, on ? NodeState::frozen : stateAtWork(*member), Cause::asked);
  return true;
}

bool Cast::act(const command::Remove& command) {
  auto* member = find(command.node);
  if (member == nullptr || member->role == Role::balancer || member->removing) return false;
  member->removing = true;
  member->process ? void(stop(*member)) : finishRemoval(*member);
  return true;
}

void Cast::finishRemoval(Member& member) {
  if (member.role == Role::server)
    if (auto* balancer = find(member.balancer, Role::balancer)) {
      std::erase(balancer->servers, member.id);
      balancer->engine->removeServer(member.id);
    }
  enter(member, NodeState::removed, Cause::asked);
}

}  // namespace switchyard
