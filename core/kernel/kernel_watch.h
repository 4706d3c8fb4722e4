// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernel/socket_table.h"
#include "core/net/loop.h"
#include "core/net/timer.h"

#include <sys/types.h>

#include <map>
#include <set>
#include <vector>

namespace switchyard {

/// Compares the board with the kernel: samples its socket table five times a second, on the balancer's own
/// thread between two turns, so that at that instant both must show the same sockets; and finds which client
/// process holds the far end of each downstream connection. Used on the loop only.
class KernelWatch {
 public:
  explicit KernelWatch(Loop& loop);

  void start();
  void sample();
  /// Where balancers and servers listen: the connections to compare.
  void setPorts(std::set<std::uint16_t> balancers, const std::set<std::uint16_t>& servers);
  void setClients(std::map<pid_t, NodeId> processes);

 private:
  void findOwners(const std::vector<SocketEntry>& appeared);

  Loop& loop_;
  Timer timer_;
  SocketSampler sampler_;
  std::set<std::uint16_t> balancer_ports_;
  std::map<pid_t, NodeId> clients_;
};

}  // namespace switchyard
