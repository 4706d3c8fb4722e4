// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/frontend/drain.h"
#include "core/frontend/frontend_listeners.h"
#include "core/http/downstream.h"
#include "core/http/exchange.h"
#include "core/http/upstream_group.h"
#include "core/pool/server_pool.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace switchyard::http2 {

/// The request balancer (mode http): ends HTTP/2 on both sides and picks a server for each call. See limits.h
/// for what a peer may make it hold.
class Balancer final : public Engine, private Loop::Deferred {
 public:
  Balancer(Loop& loop, const config::Config& config, const config::Frontend& frontend,
           std::vector<Endpoint> listen_on, const EngineCast& cast, ProblemHandler on_problem);
  ~Balancer() override;

  using Engine::start;
  Result<void> start(std::vector<SocketFd>& offered) override;
  using Engine::handOver;
  std::vector<SocketFd> handOver(const Stays& stays) override;
  /// Says GOAWAY to each client; calls under way go on.
  void drain(config::Milliseconds within, std::function<void()> done) override;
  void stop() override;
  void listenOn(std::vector<Endpoint> addresses) override { listeners_.listenOn(std::move(addresses)); }
  Result<void> setPolicy(const std::string& balance) override { return pool_.setPolicy(balance); }
  void setWeight(NodeId server, std::uint32_t weight) override { pool_.setWeight(server, weight); }
  void setExclusion(NodeId server, Exclusion exclusion) override { pool_.setExclusion(server, exclusion); }
  void addServer(const config::ServerLine& server, NodeId id) override { pool_.add(server, id); }
  void removeServer(NodeId server) override;
  std::size_t openConnections() const override { return clients_.size(); }

  // For its connections and exchanges.
  Loop& loop() { return loop_; }
  NodeId id() const { return id_; }
  const config::Timeouts& timeouts() const { return timeouts_; }
  const config::ForwardFor& forwardFor() const { return forward_for_; }
  BufferPool& buffers() { return buffers_; }
  HeaderStore& headerStore() { return headers_; }
  ConnectionId nextConnection() { return ++numbers_->connection; }

  ReceiveBuffer& received() { return received_; }

  Exchange& newExchange();
  void recycle(Exchange& exchange, Connection& downstream, bool answered);
  /// As the client has `told`, or a number of our own for a client outside the cast.
  CallId callId(std::string_view told);
  /// Picks a server and passes the call to its connections; or lets it wait, or answers it.
  void route(Exchange& exchange);
  ServerPool& pool() { return pool_; }
  bool mayRetry(std::uint8_t attempt, Loss loss);
  /// `answer` is all that came: a status without a message. gRPC's UNAVAILABLE counts as HTTP's 503
  /// (https://grpc.github.io/grpc/core/md_doc_http-grpc-status-mapping.html).
  bool mayRetryAfter(std::uint8_t attempt, const HeaderList& answer);
  /// A connection to a server could be made: those who waited for the means of one may go on.
  void gotConnection();
  std::string whyNobodyHadRoom() const;
  void stopWaiting(Exchange& exchange, UpstreamGroup* group);
  std::string serverName(NodeId server) const;
  /// What is added to a request's headers, encoded.
  std::string_view forwardedFor(const Connection& client, const HeaderList& request) const;

  void downstreamClosed(Downstream& connection);
  void bury(std::unique_ptr<Connection> connection);
  void trafficMoved(Connection& connection) { moved_.push_back(&connection); }
  void forgetTraffic(Connection& connection) { std::erase(moved_, &connection); }

 private:
  void accepted(Accepted client);
  UpstreamGroup& group(const ServerPool::Server& server);
  void waitInQueue(Exchange& exchange);
  void waitForMeans(Exchange& exchange);
  void tryWithoutMeans();
  void acceptOrNot() { listeners_.heed(clients_.size(), starved_ > 0); }
  void serveQueue();
  void onTurnEnd() override;
  void later();
  void tick();
  void endDrainIfDone();
  std::string_view keyOf(const HeaderList& request) const;
  bool spendRetry(std::uint8_t attempt);

  Loop& loop_;
  NodeId id_;
  RunMark run_;
  config::Timeouts timeouts_;
  std::uint32_t retries_;
  config::RetryOn retry_on_;
  config::ForwardFor forward_for_;
  ProblemHandler on_problem_;
  FrontendListeners listeners_;
  ServerPool pool_;
  BufferPool buffers_;
  HeaderStore headers_;
  ReceiveBuffer received_;
  std::vector<std::unique_ptr<Exchange>> exchanges_;  ///< all that were ever made
  std::vector<Exchange*> spare_;
  std::vector<std::unique_ptr<UpstreamGroup>> groups_;  ///< by the server's NodeId
  std::vector<std::unique_ptr<Downstream>> clients_;
  std::vector<std::unique_ptr<Connection>> buried_;
  std::deque<Exchange*> queue_;  ///< all servers that could serve them are full, or we cannot connect to them
  int starved_ = 0;              ///< ticks until we believe to have again what connections take; 0: we have
  std::vector<Connection*> moved_;
  Budget retry_budget_ = kRetries;
  std::shared_ptr<LastNumbers> numbers_;
  Timer ticks_;
  Drain drain_;
  bool work_due_ = false;
  bool queue_due_ = false;
};

}  // namespace switchyard::http2
