// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/balance/policy.h"
#include "core/config/config.h"
#include "core/health/check.h"
#include "core/health/ejection.h"
#include "core/net/loop.h"
#include "core/net/socket.h"
#include "core/net/timer.h"

#include <functional>
#include <memory>
#include <optional>
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
    Exclusion asked = Exclusion::none;     ///< what the user wants: none, draining or maintenance
    std::unique_ptr<health::Check> check;  ///< null: it is not checked
    health::Ejection ejection;
    std::int64_t readmit_at = 0;        ///< while it is ejected
    std::int64_t slow_since = 0;        ///< 0: it has its whole weight
    bool well = true;                   ///< healthy(), as last acted upon
    std::int64_t unusable_told_at = 0;  ///< 0: never

    bool healthy() const { return (check == nullptr || check->level().up()) && !ejection.ejected(); }
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

  /// Begins, and ends, to check the servers that the backend wants checked.
  void start();
  void stop();

  /// Picks a server and counts it as carrying one more, until release().
  Choice pick(const Asking& asking);
  void release(NodeId server);
  /// Called when a server can be picked that could not before (it had been full, down, …). May be called from
  /// within any function of the pool but pick().
  void onRoom(std::function<void()> on_room) { on_room_ = std::move(on_room); }

  /// Called when the user must know: a server is down, panic begins, we lack the means to connect.
  void onProblem(std::function<void(const Error&)> on_problem) { on_problem_ = std::move(on_problem); }

  // What live traffic says of a server, for `observe`: errors in a row lead to what its `on-error` says.
  /// A connection was, or could not be, established (`observe layer4`).
  void observeConnect(NodeId server, bool established) {
    if (observes_) observe(server, config::Observe::Layer::layer4, established);
  }
  /// An answer ended with this gRPC status (`observe layer7`); UNAVAILABLE (14) also for one that never came.
  void observeAnswer(NodeId server, std::uint8_t grpc_status) {
    if (observes_) observe(server, config::Observe::Layer::layer7, !health::isServerError(grpc_status));
  }

  /// An attempt to connect, `from` an address of ours if that was asked for, has ended with this errno:
  /// counts against the server unless the lack is ours (isShortage), and tells what the user can do about it.
  void connectFailed(NodeId server, int error, const std::optional<Endpoint>& from);
  /// The latest errno that told of such a lack.
  int lastShortage() const { return shortage_; }
  /// A server cannot be used as its line says: told once a minute at most. The caller observes it as well.
  void tellUnusable(NodeId server, const Error& why);

  const Server* find(NodeId id) const;
  std::uint32_t inFlight(NodeId id) const;  ///< connections or calls; 0 for a server that is not there
  /// What the algorithm wants to be told as Request::key.
  const HashKey& key() const { return key_; }

  /// Another algorithm, as makePolicy() names it. The error leaves the old one in force.
  Result<void> setPolicy(const std::string& balance);
  void setWeight(NodeId server, std::uint32_t weight);  ///< 0 to 256, more counts as 256
  /// `draining` or `maintenance` take a server out of the picks, `none` puts it back; what it carries goes
  /// on.
  void setExclusion(NodeId id, Exclusion exclusion);
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
  void countThoseWhoCanServe();

  // server_pool_health.cpp
  void watch(Server& server);
  void beginChecks(Server& server, std::chrono::milliseconds delay);
  static void endChecks(Server& server);
  void healthMoved(NodeId id);
  void observe(NodeId id, config::Observe::Layer layer, bool good);
  void eject(Server& server);
  void turned(Server& server);
  void beginSlowly(Server& server);
  std::uint32_t effectiveWeight(const Server& server);
  void tellHealth(const Server& server);
  void tellShortage(int error);
  void tellProblem(const Error& error);
  void tick();
  void tellPick(const Asking& asking, NodeId chosen);

  Loop& loop_;
  NodeId balancer_;
  config::Backend backend_;  ///< as written; its servers are in `servers_`
  std::unique_ptr<Policy> policy_;
  HashKey key_;
  std::function<void()> on_room_;
  std::function<void(const Error&)> on_problem_;
  // The same server has the same place in each.
  std::vector<std::unique_ptr<Server>> servers_;
  std::vector<Candidate> candidates_;
  std::vector<float> scores_;
  std::vector<std::uint16_t> places_;  ///< by NodeId; kNowhere: no such server
  // What refresh() found.
  std::size_t main_servers_ = 0;  ///< that can serve, without backups
  std::size_t first_backup_ = 0;  ///< place of the first backup that can serve
  bool panic_ = false;            ///< too few are well: health is not looked at
  bool observes_ = false;
  bool started_ = false;
  int shortage_ = 0;
  std::int64_t shortage_told_at_ = 0;  ///< 0: never
  Timer timer_;                        ///< runs while a server starts slowly or is ejected
  bool ticking_ = false;
};

}  // namespace switchyard
