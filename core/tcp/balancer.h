// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/frontend/drain.h"
#include "core/frontend/frontend_listeners.h"
#include "core/net/receive_buffer.h"
#include "core/pool/server_pool.h"
#include "core/tcp/session.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace switchyard::tcp {

/// The connection balancer (mode tcp): picks a server once for each accepted connection and relays bytes both
/// ways. Follows HAProxy in what operators can see: a failed connect tries another server, a full server is
/// passed over and connections wait for it no longer than `timeout queue`, at `maxconn` new connections wait
/// in the kernel's queue.
class Balancer final : public Engine, private Loop::Deferred {
 public:
  Balancer(Loop& loop, const config::Config& config, const config::Frontend& frontend,
           std::vector<Endpoint> listen_on, const EngineCast& cast, ProblemHandler on_problem);
  ~Balancer() override;

  using Engine::start;
  Result<void> start(std::vector<SocketFd>& offered) override;
  using Engine::handOver;
  std::vector<SocketFd> handOver(const Stays& stays) override;
  void drain(config::Milliseconds within, std::function<void()> done) override;
  void stop() override;
  void listenOn(std::vector<Endpoint> addresses) override { listeners_.listenOn(std::move(addresses)); }
  Result<void> setPolicy(const std::string& balance) override { return pool_.setPolicy(balance); }
  void setWeight(NodeId server, std::uint32_t weight) override { pool_.setWeight(server, weight); }
  void setExclusion(NodeId server, Exclusion exclusion) override { pool_.setExclusion(server, exclusion); }
  void addServer(const config::ServerLine& server, NodeId id) override { pool_.add(server, id); }
  void removeServer(NodeId server) override { pool_.remove(server); }
  std::size_t openConnections() const override { return sessions_.size(); }

 private:
  friend class Session;

  // For sessions.
  void starve();
  void gotConnection();
  void sessionEnded(Session& session);
  void trafficMoved(Session& session);
  ConnectionId nextConnection() { return ++numbers_->connection; }
  ReceiveBuffer& received() { return received_; }

  void accepted(Accepted client);
  void acceptOrNot() { listeners_.heed(sessions_.size(), starved_ > 0); }
  void tryWithoutMeans();
  void serveQueueSoon();
  void serveQueue();
  void onTurnEnd() override;
  void tick();
  void endDrainIfDone();

  Loop& loop_;
  NodeId id_;
  config::Timeouts timeouts_;
  std::uint32_t retries_;
  ProblemHandler on_problem_;
  FrontendListeners listeners_;
  ServerPool pool_;
  std::vector<std::unique_ptr<Session>> sessions_;
  std::deque<Session*> queue_;
  std::vector<Session*> moved_;  ///< whose counts are to be told; null where one has ended
  ReceiveBuffer received_;
  std::shared_ptr<LastNumbers> numbers_;
  Timer ticks_;
  Drain drain_;
  bool queue_due_ = false;  ///< somebody in the queue may be served at the end of this turn
  int starved_ = 0;         ///< ticks until we believe to have again what connections take; 0: we have
};

}  // namespace switchyard::tcp
