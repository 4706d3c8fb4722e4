// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/event/event.h"

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <vector>

namespace switchyard {

/// One end of a TCP connection as the kernel knows it.
struct SocketEntry {
  Endpoint local;
  Endpoint remote;
  std::uint8_t state = 0;  ///< TCP_ESTABLISHED … of <netinet/tcp.h>
  std::uint32_t inode =
      0;  ///< never 0: a socket that no process holds (not accepted yet, or closed) is left out

  friend auto operator<=>(const SocketEntry&, const SocketEntry&) = default;
};

/// The kernel's TCP table: the connected sockets of this network namespace that a process holds, IPv4 and
/// IPv6, without listening ones. From NETLINK_SOCK_DIAG (sock_diag(7)), so no program is started and no text
/// parsed; the kernel itself leaves out the rest.
/// @param ports  only connections with one of these at either end; empty: all
Result<std::vector<SocketEntry>> readSocketTable(const std::set<std::uint16_t>& ports = {});

/// For each inode, the process among `pids` that holds it, by one scan of each /proc/<pid>/fd; unknown ones
/// are missing. Costs about a microsecond for each descriptor of these processes.
std::map<std::uint32_t, pid_t> ownersOf(const std::set<std::uint32_t>& inodes, std::span<const pid_t> pids);

/// Samples the kernel's table and tells what changed since the last sample, as events of the kernel. Tells of
/// each socket whether this process holds it. Used by one thread.
class SocketSampler {
 public:
  using Emit = std::function<void(const Event&)>;
  explicit SocketSampler(Emit emit);

  /// Only connections with one of these ports at either end are told of.
  void setPorts(std::set<std::uint16_t> ports);
  /// Emits socket_gone, socket_seen, then sockets_sampled; returns the entries that appeared. On an error
  /// nothing is emitted: a sample that could not be taken is none.
  Result<std::vector<SocketEntry>> sample(std::int64_t now);

 private:
  void tell(Kind kind, const SocketEntry& entry, std::int64_t now);
  void findOwn(const std::vector<SocketEntry>& appeared);
  void forgetOwn();

  Emit emit_;
  std::set<std::uint16_t> ports_;
  std::vector<SocketEntry> last_;  ///< sorted
  std::set<std::uint32_t> own_;    ///< inodes in last_ that this process holds
};

}  // namespace switchyard
