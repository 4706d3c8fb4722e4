// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/kernel/kernel_watch.h"
#include "core/lab/announcer.h"
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

/// What the scenario says of a member and a command may change.
struct AsWritten {
  // Servers.
  ServerBehaviour behaviour;
  Exclusion exclusion = Exclusion::none;
  std::uint32_t weight = 1;
  // Clients.
  double rate = 0;
};

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
  bool killed = false;          ///< by us; its process may not have ended yet
  bool removing = false;
  bool restart = false;  ///< start again once the end, already asked for, has come
  std::unique_ptr<NodeProcess> process;
  std::optional<Timer> deadline;  ///< for becoming ready, or for ending

  AsWritten written;

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
/// announces what happens to them. The Lab's commands arrive here. Used on the loop only.
class Cast {
 public:
  Cast(Loop& loop, const Scenario& scenario, const Lab::Options& options);
  ~Cast();

  static NodeId sizeOf(
      const Scenario& scenario);  ///< members it will make, numbered 1 upwards: balancers, servers, clients

  void start();
  void obey(const Command& command);  ///< and says so, if it was one to obey now
  void sampleKernel();

 private:
  enum class Traffic { rest, once, steady };

  // One for each command: false when it fits nobody, or not now.
  bool act(const command::Run&);
  bool act(const command::Pause&);
  bool act(const command::RunSteadily& steadily);
  bool act(const command::Send& send);
  bool act(const command::SetRate& set);
  bool act(const command::Start& start);
  bool act(const command::Stop& stop);
  bool act(const command::Kill& kill);
  bool act(const command::Freeze& freeze);
  bool act(const command::Thaw& thaw);
  bool act(const command::Remove& remove);
  bool act(const command::Heal&);
  bool act(const command::Slow& slow);
  bool act(const command::SetLatency& set);
  bool act(const command::SetFailures& set);
  bool act(const command::SetWeight& set);
  bool act(const command::SetExclusion& set);
  bool act(const command::SetPolicy& set);
  bool act(const command::SetMode& set);
  bool act(const command::AddServer& add);
  bool act(const command::AddClient& add);
  bool act(const command::ListenAsWritten&);

  void introduce(const Scenario& scenario);
  void introduceBalancer(const Scenario& scenario, const config::Frontend& frontend);
  Member& add(NodeId id, Role role, const std::string& name);
  Member* find(NodeId id);  ///< null also when it was removed
  Member* find(NodeId id, Role role);
  void announce(Member& member);
  void enter(Member& member, NodeState state, Cause cause, std::int32_t detail = 0);

  void startServer(Member& server);
  void makeEngineOf(Member& balancer);
  void startBalancer(Member& balancer, std::vector<SocketFd> offered = {});
  void listenElsewhere(Member& balancer);
  void retire(Member& balancer, std::unique_ptr<Engine> former, std::chrono::milliseconds within);
  void startClient(Member& client);
  void spawn(Member& member, const std::vector<std::string>& arguments);
  void ready(Member& member);
  static NodeState stateAtWork(const Member& member);
  bool bring(Member& member);  ///< to work, as soon as its former process has ended
  bool stop(Member& member);
  bool freeze(Member* member, bool on);
  void setLatency(Member& server, std::chrono::microseconds latency, std::chrono::microseconds jitter);
  void setFailures(Member& server, double share);
  void setWeight(Member& server, std::uint32_t weight);
  void setExclusion(Member& server, Exclusion exclusion);
  void setRate(Member& client, double rate);
  void behave(Member& server);
  void tellBehaviour(const Member& server, bool written);
  void restore(Member& member);  ///< as the scenario says
  static bool isLeaving(const Member& member);
  static bool hasSettled(const Member& member);
  void tellHealed();
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
  bool healing_ = false;  ///< the end of the last command to heal is still to be told
  Traffic wanted_ = Traffic::rest;
  double steady_rate_ = 1;
};

}  // namespace switchyard
