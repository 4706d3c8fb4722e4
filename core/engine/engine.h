// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/config/config.h"
#include "core/event/run_mark.h"
#include "core/net/loop.h"
#include "core/net/socket.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace switchyard {

/// What the engine tells whoever runs it when something went wrong on its own (no file descriptors left, …).
/// Each is also an event when the loop is traced; this is for programs without a World.
using ProblemHandler = std::function<void(const Error&)>;

/// Whether a listening socket is still of use.
using Stays = std::function<bool(const SocketFd&)>;

/// The last numbers that one balancer has given out. Engines that follow one another as that balancer share
/// them.
struct LastNumbers {
  ConnectionId connection = 0;
  std::uint64_t strangers_call = 0;
};

/// NodeIds for the events of one frontend and its backend's servers. Unused (zeros) when nothing is traced.
struct EngineCast {
  NodeId balancer = 0;
  std::vector<NodeId> servers;  ///< in the order of the backend's server lines
  std::shared_ptr<LastNumbers> numbers = std::make_shared<LastNumbers>();
  RunMark run{};  ///< of the calls that are known by their number
};

/// One frontend with its backend, listening, whatever does the balancing (makeEngine, core/engines). Lives on
/// one Loop and is used on its thread only.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Listens, with those of the `offered` sockets that are bound where it must. On an error nothing listens
  /// and start() may be tried again.
  virtual Result<void> start(std::vector<SocketFd>& offered) = 0;
  Result<void> start() {
    std::vector<SocketFd> none;
    return start(none);
  }
  /// Gives those of its listening sockets away of which `stays` is true, for the engine that follows it, and
  /// closes the others; who waited in those has been accepted. drain() or stop() comes next, or start() when
  /// the follower cannot.
  virtual std::vector<SocketFd> handOver(const Stays& stays) = 0;
  std::vector<SocketFd> handOver() {
    return handOver([](const SocketFd&) { return true; });
  }
  /// Stops accepting; open connections go on until they end or `within` has passed, then `done` is called,
  /// once. Asked again, the sooner deadline counts and the later `done`. Only then start() may follow: who
  /// wants to listen before makes another engine.
  virtual void drain(config::Milliseconds within, std::function<void()> done) = 0;
  /// Closes everything now. start() may follow; connection numbers go on where they were.
  virtual void stop() = 0;
  /// Where the next start() listens.
  virtual void listenOn(std::vector<Endpoint> addresses) = 0;

  // Live changes; no connection or call is lost by them.
  virtual Result<void> setPolicy(const std::string& balance) = 0;
  virtual void setWeight(NodeId server, std::uint32_t weight) = 0;
  /// Takes a server out of the picks (or back in); what it carries goes on.
  virtual void setExclusion(NodeId server, Exclusion exclusion) = 0;
  virtual void addServer(const config::ServerLine& server, NodeId id) = 0;
  virtual void removeServer(NodeId server) = 0;

  virtual std::size_t openConnections() const = 0;
};

}  // namespace switchyard
