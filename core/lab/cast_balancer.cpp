// SPDX-License-Identifier: GPL-3.0-or-later
// The cast's balancers: how each listens, in which mode and by which algorithm.
#include "core/engines/engines.h"
#include "core/lab/cast.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::chrono::seconds kRetireWithin{30};

}  // namespace

void Cast::makeEngineOf(Member& balancer) {
  auto& frontend = config_.frontends[balancer.id - 1U];
  auto& backend = *std::find_if(config_.backends.begin(), config_.backends.end(),
                                [&](const auto& one) { return one.name == frontend.backend; });
  frontend.mode = backend.mode = balancer.mode;
  backend.balance = balancer.algorithm;
  backend.servers.clear();
  for (const auto server : balancer.servers) backend.servers.push_back(find(server)->line);
  balancer.engine =
      makeEngine(loop_, config_, frontend, listenAddresses(balancer),
                 {balancer.id, balancer.servers, balancer.numbers, run_},
                 [this, id = balancer.id](const Error& error) { announcer_.problem(id, error); });
  for (const auto server : balancer.servers) balancer.engine->setExclusion(server, find(server)->exclusion);
}

void Cast::startBalancer(Member& balancer, std::vector<SocketFd> offered) {
  balancer.engine->listenOn(listenAddresses(balancer));
  if (const auto started = balancer.engine->start(offered); !started) {
    announcer_.problem(balancer.id, started.error());
    return enter(balancer, NodeState::failed, Cause::start_failed);
  }
  enter(balancer, NodeState::ready, Cause::none);
  for (auto& [id, member] : members_)
    if (member.role == Role::client && member.balancer == balancer.id && member.state == NodeState::failed)
      startClient(member);
}

/// Another engine has taken its place. Those that retired before must not take longer than this one.
void Cast::retire(Member& balancer, std::unique_ptr<Engine> former, std::chrono::milliseconds within) {
  balancer.retiring.push_back(std::move(former));
  for (auto& engine : balancer.retiring)
    engine->drain(within, [this, &balancer, ended = engine.get()] {
      std::erase_if(balancer.retiring, [&](const auto& one) { return one.get() == ended; });
      if (balancer.retiring.empty() && balancer.state == NodeState::draining)
        enter(balancer, NodeState::stopped, Cause::asked);
    });
}

bool Cast::act(const command::SetPolicy& command) {
  auto* balancer = find(command.node, Role::balancer);
  if (balancer == nullptr) return false;
  if (const auto changed = balancer->engine->setPolicy(command.balance); !changed) {
    announcer_.problem(command.node, changed.error());
    return false;
  }
  balancer->algorithm = command.balance;
  announcer_.policy(command.node, balancer->mode, command.balance);
  return true;
}

bool Cast::act(const command::SetMode& command) {
  auto* balancer = find(command.node, Role::balancer);
  if (balancer == nullptr || balancer->mode == command.mode) return false;
  const auto mode_before = std::exchange(balancer->mode, command.mode);
  auto former = std::move(balancer->engine);
  makeEngineOf(*balancer);
  if (const auto usable = balancer->engine->setPolicy(balancer->algorithm); !usable) {
    balancer->mode = mode_before;
    balancer->engine = std::move(former);
    announcer_.problem(command.node, usable.error());
    return false;
  }
  announcer_.policy(command.node, command.mode, balancer->algorithm);
  auto sockets = former->handOver();
  retire(*balancer, std::move(former), kRetireWithin);
  if (balancer->state != NodeState::ready) return true;
  startBalancer(*balancer, std::move(sockets));
  for (auto& [other, client] : members_)
    if (client.role == Role::client && client.balancer == command.node && client.process)
      client.process->command("reconnect");
  return true;
}

bool Cast::act(const command::ListenAsWritten&) {
  if (std::exchange(as_written_, true)) return false;
  for (auto& [id, member] : members_)
    if (member.role == Role::balancer && member.state == NodeState::ready) listenElsewhere(member);
  return true;
}

/// At the addresses of now. What is connected stays; where they cannot be had, it listens on as before.
void Cast::listenElsewhere(Member& balancer) {
  const auto wanted = listenAddresses(balancer);
  std::vector<Endpoint> before;
  // The others would be in the way of a wildcard at their port.
  const auto stays = [&](const SocketFd& socket) {
    before.push_back(socket.local());
    return std::find(wanted.begin(), wanted.end(), before.back()) != wanted.end();
  };
  auto sockets = balancer.engine->handOver(stays);
  balancer.engine->listenOn(wanted);
  const auto moved = balancer.engine->start(sockets);
  if (moved) return;
  announcer_.problem(balancer.id, moved.error());
  balancer.engine->listenOn(before);
  if (const auto back = balancer.engine->start(); !back) {
    announcer_.problem(balancer.id, back.error());
    enter(balancer, NodeState::failed, Cause::start_failed);
  }
}

}  // namespace switchyard
