// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/members.h"
#include "core/world/records.h"

#include <cstdint>
#include <deque>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace switchyard {

/// The kernel's socket table, as its samples tell it, held against the board.
///
/// A sample is taken on the thread that runs the balancers, between two of their steps, and tells every
/// connected socket that a process holds (established, or closed by one side only: a socket lives as long as
/// its balancer has not closed it). So both must show the same:
///  - each connection that a balancer says is open has its own end in the table;
///  - each socket of the balancers' own process at a balancer's or to a server's address is a connection on
///  the board, or a health check's.
/// Two differences are honest and short: a reset takes a socket out of the table before its balancer hears of
/// it, and a socket is connected before its balancer hears of that. So a difference counts when the same one
/// is there in two samples in a row.
class KernelTable {
 public:
  void seen(const Socket& socket);
  void gone(const Socket& socket);
  void checkOpened(const ConnectionOpened& check);
  void checkClosed(const ConnectionOpened& check);
  void compare(const std::deque<Connection>& board, const std::vector<Balancer>& balancers,
               const std::vector<Server>& servers);

  std::uint64_t samples() const { return samples_; }  ///< completed ones
  std::uint64_t found() const { return found_; }      ///< at the last one: open on the board and in the table
  std::uint64_t expected() const { return expected_; }  ///< at the last one: open on the board
  bool agrees() const { return !confirmed_; }  ///< at the last one: no difference that was there before
  bool agreesExactly() const { return odd_.empty(); }  ///< at the last one: no difference at all
  bool agreedAlways() const { return samples_ > 0 && mismatches_ == 0 && agreesExactly(); }

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.sockets_, self.checks_, self.odd_, self.confirmed_, self.samples_, self.mismatches_,
                    self.found_, self.expected_);
  }
  friend bool operator==(const KernelTable&, const KernelTable&) = default;

 private:
  using Ends = std::pair<Endpoint, Endpoint>;  ///< local, remote
  struct EndsHash {
    std::size_t operator()(const Ends& ends) const noexcept {
      return std::hash<Endpoint>()(ends.first) * 31 + std::hash<Endpoint>()(ends.second);
    }
  };

  std::unordered_map<Ends, bool, EndsHash> sockets_;  ///< and whether the balancers' process holds it
  std::set<Ends> checks_;                             ///< health checks' connections
  std::set<Ends> odd_;                                ///< differences of the last sample
  bool confirmed_ = false;
  std::uint64_t samples_ = 0;
  std::uint64_t mismatches_ = 0;
  std::uint64_t found_ = 0;
  std::uint64_t expected_ = 0;
};

}  // namespace switchyard
