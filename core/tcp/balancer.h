// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/balance/policy.h"
#include "core/engine/engine.h"
#include "core/net/listener.h"
#include "core/tcp/session.h"

#include <asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace switchyard::tcp {

/// The connection balancer (mode tcp): picks a server once for each accepted connection and relays bytes both
/// ways. Follows HAProxy in what operators can see: a failed connect tries another server, a full server is
/// passed over and connections wait for it no longer than `timeout connect`, at `maxconn` new connections
/// wait in the kernel's queue.
class Balancer final : public Engine, private Loop::Deferred {
 public:
  Balancer(Loop& loop, const config::Config& config, const config::Frontend& frontend,
           std::vector<Endpoint> listen_on, const EngineCast& cast, ProblemHandler on_problem);
  ~Balancer() override;

  Result<void> start() override;
  void drain(config::Milliseconds deadline, std::function<void()> done) override;
  void stop() override;
  void listenOn(std::vector<Endpoint> addresses) override { addresses_ = std::move(addresses); }
  Result<void> setPolicy(const std::string& balance) override;
  void setWeight(NodeId server, std::uint32_t weight) override;
  void setExclusion(NodeId server, Exclusion exclusion) override;
  void addServer(const config::ServerLine& server, NodeId id) override;
  void removeServer(NodeId server) override;
  std::size_t openConnections() const override { return sessions_.size(); }

 private:
  friend class Session;

  struct Upstream {
    NodeId id = 0;
    config::ServerLine line;
    Exclusion exclusion = Exclusion::none;
    std::uint32_t open = 0;  ///< connections open or being opened
  };

  // For sessions.
  enum class PickResult : std::uint8_t { picked, all_full, nobody };
  PickResult pick(const Endpoint& client, const std::vector<NodeId>& tried, ConnectionId connection,
                  Upstream*& picked);
  void release(NodeId server);
  void wait(Session& session) { queue_.push_back(&session); }
  void waitForDescriptor(Session& session);
  void sessionEnded(Session& session);
  void trafficMoved(Session& session);
  ConnectionId nextConnection() { return ++last_connection_; }
  std::vector<char>& buffer() { return buffer_; }

  void accepted(SocketFd socket);
  void acceptOrNot();
  Upstream* find(NodeId id);
  Exclusion exclusionOf(const Upstream& upstream, const std::vector<NodeId>& tried) const;
  void serveQueue();
  void onTurnEnd() override;
  void tick();
  void finishDrain();
  void tellPick(const std::vector<Candidate>& candidates, const std::vector<float>& scores, NodeId chosen,
                ConnectionId connection, std::size_t attempt);

  Loop& loop_;
  NodeId id_;
  std::string name_;
  std::vector<Endpoint> addresses_;
  std::uint32_t maxconn_;
  config::Timeouts timeouts_;
  ProblemHandler on_problem_;
  std::unique_ptr<Policy> policy_;
  std::vector<std::unique_ptr<Upstream>> upstreams_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::unique_ptr<Session>> sessions_;
  std::deque<Session*> queue_;
  std::vector<Session*> moved_;  ///< whose counts are to be told; null where one has ended
  std::vector<char> buffer_;
  ConnectionId last_connection_ = 0;
  asio::steady_timer timer_;
  asio::steady_timer drain_deadline_;
  std::function<void()> drained_;
  bool queue_due_ = false;  ///< somebody in the queue may be served at the end of this turn
  bool starved_ = false;    ///< no file descriptor was left to connect to a server
  bool starved_told_ = false;
  bool at_limit_told_ = false;
  std::shared_ptr<char> alive_ = std::make_shared<char>();  ///< for timers' handlers that Asio calls late
};

}  // namespace switchyard::tcp
