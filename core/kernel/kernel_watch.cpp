// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/kernel_watch.h"

#include <algorithm>

namespace switchyard {
namespace {

constexpr std::chrono::milliseconds kPeriod{200};

}  // namespace

KernelWatch::KernelWatch(Loop& loop)
    : loop_(loop), timer_(loop), sampler_([&loop](const Event& event) { loop.emit(event); }) {}

void KernelWatch::start() {
  timer_.every(kPeriod, [this] { sample(); });
}

void KernelWatch::setPorts(std::set<std::uint16_t> balancers, const std::set<std::uint16_t>& servers) {
  balancer_ports_ = std::move(balancers);
  auto all = balancer_ports_;
  all.insert(servers.begin(), servers.end());
  sampler_.setPorts(std::move(all));
}

void KernelWatch::setClients(std::map<pid_t, NodeId> processes) {
  clients_ = std::move(processes);
}

void KernelWatch::sample() {
  const auto appeared = sampler_.sample(monotonicNow());
  if (appeared) findOwners(*appeared);
}

void KernelWatch::findOwners(const std::vector<SocketEntry>& appeared) {
  std::set<std::uint32_t> inodes;
  for (const auto& entry : appeared)
    if (balancer_ports_.contains(entry.remote.port)) inodes.insert(entry.inode);
  if (inodes.empty()) return;
  std::vector<pid_t> pids;
  for (const auto& [pid, client] : clients_) pids.push_back(pid);
  const auto owners = ownersOf(inodes, pids);
  for (const auto& entry : appeared) {
    const auto owner = owners.find(entry.inode);
    if (owner == owners.end()) continue;
    Event event(monotonicNow(), Kind::connection_owner, Witness::kernel, clients_.at(owner->second));
    event.owner = {.local = entry.local, .remote = entry.remote};
    loop_.emit(event);
  }
}

}  // namespace switchyard
