// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/balance/policy.h"
#include "core/config/config.h"
#include "core/net/loop.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace switchyard {

/// What is asked of the pool: a server for one connection (mode tcp) or one call (mode http).
struct Asking {
  Request request;
  std::span<const NodeId> tried = {};  ///< servers that were tried for it already
  ConnectionId connection = 0;         ///< the downstream connection
  CallId call = 0;                     ///< mode http
};

/// The servers of one backend, and the one place where a server is picked. Tells each pick with its
/// arithmetic (Kind::picked) when the loop is traced. A pick costs O(servers) and allocates nothing. Used on
/// the loop only.
class ServerPool {
 public:
  struct Server {
    NodeId id = 0;
    config::ServerLine line;
    Exclusion asked = Exclusion::none;  ///< what the user wants: none, draining or maintenance
  };

  enum class Outcome : std::uint8_t {
    picked,
    all_full,  ///< each server that could serve is at its maxconn: wait for onRoom()
    nobody,    ///< no server can serve
  };
  struct Choice {
    Outcome outcome = Outcome::nobody;
    const Server* server = nullptr;  ///< good until that server is removed
  };

  /// @param ids of the backend's servers, in its order; those that are missing are numbered from 1
  ServerPool(Loop& loop, NodeId balancer, const config::Backend& backend, const std::vector<NodeId>& ids);
  ~ServerPool();
  ServerPool(const ServerPool&) = delete;
  ServerPool& operator=(const ServerPool&) = delete;

  /// Picks a server and counts it as carrying one more, until release().
  Choice pick(const Asking& asking);
  void release(NodeId server);
  /// Called when a server can be picked that could not before (it had been full, down, …). May be called from
  /// within any function of the pool but pick().
  void onRoom(std::function<void()> on_room) { on_room_ = std::move(on_room); }

  const Server* find(NodeId id) const;
  std::uint32_t inFlight(NodeId id) const;  ///< connections or calls; 0 for a server that is not there
  /// What the algorithm wants to be told as Request::key.
  const HashKey& key() const { return key_; }

  /// Another algorithm, as makePolicy() names it. The error leaves the old one in force.
  Result<void> setPolicy(const std::string& balance);
  void setWeight(NodeId server, std::uint32_t weight);  ///< 0 to 256, more counts as 256
  /// `draining` or `maintenance` take a server out of the picks, `none` puts it back; what it carries goes
  /// on.
  void setExclusion(NodeId server, Exclusion exclusion);
  void add(const config::ServerLine& line, NodeId id);
  /// What it carries goes on; its release() is then without effect.
  void remove(NodeId server);

 private:
  static constexpr std::uint16_t kNowhere = 0xFFFF;

  std::size_t placeOf(NodeId id) const { return id < places_.size() ? places_[id] : kNowhere; }
  void append(const config::ServerLine& line, NodeId id);
  void numberPlaces();
  void refresh();  ///< all candidates, after a change
  void refresh(std::size_t place);
  Exclusion standing(std::size_t place) const;
  bool canServe(const Server& server) const;
  void tellPick(const Asking& asking, NodeId chosen);

  Loop& loop_;
  NodeId balancer_;
  Mode mode_;
  bool all_backups_;
  std::unique_ptr<Policy> policy_;
  HashKey key_;
  std::function<void()> on_room_;
  // The same server has the same place in each.
  std::vector<std::unique_ptr<Server>> servers_;
  std::vector<Candidate> candidates_;
  std::vector<float> scores_;
  std::vector<std::uint16_t> places_;  ///< by NodeId; kNowhere: no such server
  // Of the servers that can serve, backups apart; see refresh().
  std::size_t main_servers_ = 0;
  std::size_t first_backup_ = 0;
};

}  // namespace switchyard
