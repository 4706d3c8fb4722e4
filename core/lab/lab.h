// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/event/ring.h"
#include "core/lab/scenario.h"

#include <future>
#include <memory>
#include <optional>
#include <string>

namespace switchyard {

/// The laboratory: the cast of servers, balancers and clients as real processes and sockets, and the commands
/// that move it. Runs one worker thread (engine and process supervision). Commands may be called from any one
/// thread, return at once, and are answered by events in the ring. Destroying the Lab ends every process and
/// socket it made.
class Lab {
 public:
  struct Options {
    std::string node_program;  ///< path of switchyard-node
    bool as_written = false;   ///< listen where the file says, also beyond loopback; else on loopback only
    bool sample_kernel = true;
    /// When this is there, whoever had our ports has left them; nothing: they are free.
    std::shared_future<void> after = {};
  };

  /// Makes everybody known; start() follows. The error: the system refuses descriptors or a thread.
  static Result<std::unique_ptr<Lab>> make(Scenario scenario, Options options);
  ~Lab();
  Lab(const Lab&) = delete;
  Lab& operator=(const Lab&) = delete;

  /// The only source of the World. One reader: the thread that owns the World.
  EventRing& events();

  void start();                   ///< servers, then balancers, then clients (idle)
  void run();                     ///< clients begin their traffic as specified
  void runSteadily(double rate);  ///< as run(), but clients with a fixed number of calls go on at `rate` each
  void pause();                   ///< clients finish what is under way and rest
  void send(NodeId client, std::uint64_t calls);  ///< now, as fast as answers come; client 0: every client
  void setRate(NodeId client, double rate);       ///< calls a second from now on; 0: as fast as answers come

  NodeId addServer(NodeId balancer);  ///< on the next free port, next name in the row
  NodeId addClient(NodeId balancer);
  void startNode(NodeId node);
  void stopNode(NodeId node);    ///< graceful: SIGTERM, then SIGKILL after 2 s; a balancer drains
  void killNode(NodeId node);    ///< SIGKILL; a balancer closes everything at once
  void freezeNode(NodeId node);  ///< SIGSTOP
  void thawNode(NodeId node);    ///< SIGCONT
  void removeNode(NodeId node);  ///< stops it first
  void setBehaviour(NodeId server, ServerBehaviour behaviour);
  void setWeight(NodeId server, std::uint32_t weight);
  void setDrain(NodeId server, bool drain);              ///< nothing new; what it carries goes on
  void setMaintenance(NodeId server, bool maintenance);  ///< as drained, and not checked either
  void setPolicy(NodeId balancer, std::string balance);
  /// New connections come under the new mode at once, and our own clients make new ones. What is under way
  /// ends as it began; the connections of other clients are closed after 30 s.
  void setMode(NodeId balancer, Mode mode);
  void listenAsWritten(bool as_written);  ///< the user's answer to "listen beyond this computer?"
  void sampleKernelNow();                 ///< ends with a sockets_sampled event

 private:
  class Worker;
  explicit Lab(std::unique_ptr<Worker> worker);
  std::unique_ptr<Worker> worker_;
};

}  // namespace switchyard
