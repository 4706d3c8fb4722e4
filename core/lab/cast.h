// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/lab/announcer.h"
#include "core/lab/kernel_watch.h"
#include "core/lab/lab.h"
#include "core/lab/node_process.h"
#include "core/net/timer.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace switchyard {

/// What every member of the cast has on the worker's side.
struct Member {
  NodeId id = 0;
  Role role = Role::server;
  std::string name;
  Endpoint address;     ///< servers and balancers: where they listen
  NodeId balancer = 0;  ///< servers and clients
  bool built_in = true;
  NodeState state = NodeState::stopped;
  Cause leaving = Cause::none;  ///< set when we asked it to go: its end is then no failure
  bool removing = false;
  bool restart = false;  ///< start again once the end, already asked for, has come
  std::unique_ptr<NodeProcess> process;
  std::optional<Timer> deadline;  ///< for becoming ready, or for ending

  // Servers.
  config::ServerLine line;
  Exclusion exclusion = Exclusion::none;  ///< from the picks, as the user asked
  ServerBehaviour behaviour;
  // Clients.
  TrafficSpec traffic;
  std::uint64_t to_end = 0;  ///< calls of the present run that have not ended
  // Balancers.
  std::unique_ptr<Engine> engine;
  std::vector<std::unique_ptr<Engine>> retiring;  ///< they end what they carry, each by its own deadline
  std::shared_ptr<LastNumbers> numbers = std::make_shared<LastNumbers>();
  std::vector<Endpoint> binds;  ///< as written
  std::vector<NodeId> servers;
  Mode mode = Mode::tcp;
  std::string algorithm;
};

/// The cast on the worker's loop: starts, watches and ends the processes and engines of a Scenario, and
/// announces what happens to them. The Lab's commands arrive here, one method each. Used on the loop only.
class Cast {
 public:
  Cast(Loop& loop, const Scenario& scenario, const Lab::Options& options);
  ~Cast();

  static NodeId sizeOf(
      const Scenario& scenario);  ///< members it will make, numbered 1 upwards: balancers, servers, clients

  void start();
  void run();
  void runSteadily(double rate);
  void pause();
  void send(NodeId client, std::uint64_t calls);
  void setRate(NodeId client, double rate);
  void addServer(NodeId id, NodeId balancer);
  void addClient(NodeId id, NodeId balancer);
  void startNode(NodeId node);
  void stopNode(NodeId node);
  void killNode(NodeId node);
  void freezeNode(NodeId node, bool freeze);
  void removeNode(NodeId node);
  void setBehaviour(NodeId server, const ServerBehaviour& behaviour);
  void setWeight(NodeId server, std::uint32_t weight);
  void setExclusion(NodeId server, Exclusion exclusion);  ///< none, draining or maintenance
  void setPolicy(NodeId balancer, const std::string& balance);
  void setMode(NodeId balancer, Mode mode);
  void listenAsWritten(bool as_written);
  void sampleKernel();

 private:
  enum class Traffic { rest, once, steady };

  void introduce(const Scenario& scenario);
  void introduceBalancer(const Scenario& scenario, const config::Frontend& frontend);
  Member& add(NodeId id, Role role, const std::string& name);
  Member* find(NodeId id);
  void announce(const Member& member);
  void enter(Member& member, NodeState state, Cause cause, std::int32_t detail = 0);

  void startServer(Member& server);
  void makeEngineOf(Member& balancer);
  void startBalancer(Member& balancer, std::vector<SocketFd> offered = {});
  void retire(Member& balancer, std::unique_ptr<Engine> former, std::chrono::milliseconds within);
  void startClient(Member& client);
  void spawn(Member& member, const std::vector<std::string>& arguments);
  void ready(Member& member);
  static NodeState stateAtWork(const Member& member);
  void advance();  ///< the next stage of start(), when this one is complete
  void nodeEvent(Member& member, const Event& event);
  void nodeEnded(Member& member, const ProcessEnd& end);
  void finishRemoval(Member& member);
  void within(Member& member, std::chrono::milliseconds time, void (Cast::*otherwise)(Member&));
  void gaveUp(Member& member);
  void forced(Member& member);

  void beginTraffic(Member& client);
  void callEnded(Member& client);
  void endTrafficIfDone();
  std::vector<Endpoint> listenAddresses(const Member& balancer) const;
  void watchPorts();

  Loop& loop_;
  Announcer announcer_;
  config::Config config_;
  std::string program_;
  const RunMark run_ = RunMark::random();
  bool as_written_;
  bool sample_kernel_;
  std::map<NodeId, Member> members_;
  KernelWatch kernel_;
  enum class Stage { idle, servers, running } stage_ = Stage::idle;
  Traffic wanted_ = Traffic::rest;
  double steady_rate_ = 1;
};

}  // namespace switchyard
