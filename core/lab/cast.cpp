// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/cast.h"

#include "core/base/numbers.h"
#include "core/protocol/node_pipe.h"

#include <signal.h>

#include <algorithm>
#include <utility>

namespace switchyard {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kReadyWithin{20'000};  // a busy laptop takes its time

/// Servers of one backend may stand behind several frontends; each is one member, named by backend and line.
const config::Backend& backendOf(const config::Config& config, const config::Frontend& frontend) {
  return *config.backend(frontend.backend);
}

bool isFirstUseOf(const config::Config& config, const config::Frontend& frontend) {
  const auto first = std::find_if(config.frontends.begin(), config.frontends.end(),
                                  [&](const auto& other) { return other.backend == frontend.backend; });
  return &*first == &frontend;
}

/// Where only this computer can call, instead of where the file says.
Endpoint loopbackFor(const config::Bind& bind) {
  const auto address = Endpoint::loopback(bind.address.port);
  return bind.v6only ? *Endpoint::parse("[::1]:" + std::to_string(address.port)) : address;
}

Cause causeOf(const ProcessEnd& end) {
  if (end.signalled) return Cause::signalled;
  if (end.code == node::port_in_use) return Cause::port_in_use;
  if (end.code == 127) return Cause::no_program;
  return Cause::exited;
}

}  // namespace

Cast::Cast(Loop& loop, const Scenario& scenario, const Lab::Options& options)
    : loop_(loop),
      announcer_(loop),
      config_(scenario.config),
      program_(options.node_program),
      as_written_(options.as_written),
      sample_kernel_(options.sample_kernel),
      kernel_(loop) {
  introduce(scenario);
}

Cast::~Cast() {
  for (auto& [id, member] : members_)
    if (member.engine) member.engine->stop();
}

NodeId Cast::sizeOf(const Scenario& scenario) {
  std::size_t count = scenario.config.frontends.size() + scenario.clients.size();
  for (const auto& frontend : scenario.config.frontends)
    if (isFirstUseOf(scenario.config, frontend)) count += backendOf(scenario.config, frontend).servers.size();
  return static_cast<NodeId>(count);
}

Member& Cast::add(NodeId id, Role role, const std::string& name) {
  auto& member = members_[id];
  member.id = id;
  member.role = role;
  member.name = name;
  return member;
}

Member* Cast::find(NodeId id) {
  const auto found = members_.find(id);
  const bool is_there = found != members_.end() && found->second.state != NodeState::removed;
  return is_there ? &found->second : nullptr;
}

Member* Cast::find(NodeId id, Role role) {
  auto* member = find(id);
  return member != nullptr && member->role == role ? member : nullptr;
}

void Cast::introduce(const Scenario& scenario) {
  auto id = static_cast<NodeId>(config_.frontends.size());
  std::map<std::string, std::vector<NodeId>> servers_of;
  NodeId balancer_id = 0;
  for (const auto& frontend : config_.frontends) {
    const auto& backend = backendOf(config_, frontend);
    auto& balancer = add(++balancer_id, Role::balancer, frontend.name);
    balancer.mode = frontend.mode;
    balancer.algorithm = backend.balance;
    for (const auto& bind : frontend.binds) balancer.binds.push_back(bind.address);
    const auto listening = listenAddresses(balancer);
    if (!listening.empty()) balancer.address = listening.front();
    announce(balancer);
    if (isFirstUseOf(config_, frontend)) {
      for (const auto& line : backend.servers) {
        auto& server = add(++id, Role::server, line.name);
        server.line = line;
        server.address = line.address;
        server.balancer = balancer_id;
        const auto spec = std::find_if(scenario.servers.begin(), scenario.servers.end(),
                                       [&](const auto& one) { return one.name == line.name; });
        server.built_in = spec != scenario.servers.end() && spec->built_in;
        if (spec != scenario.servers.end()) server.behaviour = spec->behaviour;
        if (line.disabled) server.exclusion = Exclusion::maintenance;
        servers_of[backend.name].push_back(id);
        announce(server);
      }
    }
    balancer.servers = servers_of[backend.name];
    makeEngineOf(balancer);
  }
  for (const auto& spec : scenario.clients) {
    auto& client = add(++id, Role::client, spec.name);
    client.balancer = 1;
    for (NodeId frontend = 1; frontend <= config_.frontends.size(); ++frontend)
      if (config_.frontends[frontend - 1].name == spec.balancer) client.balancer = frontend;
    client.traffic = spec.traffic;
    announce(client);
  }
}

/// As it is when it comes is what the scenario says.
void Cast::announce(Member& member) {
  member.written = {.behaviour = member.behaviour,
                    .exclusion = member.exclusion,
                    .weight = member.line.weight,
                    .rate = member.traffic.rate};
  Announcer::Introduction who{.role = member.role,
                              .mode = member.mode,
                              .built_in = member.built_in,
                              .name = member.name,
                              .address = member.address,
                              .weight = member.line.weight,
                              .balancer = member.balancer,
                              .algorithm = member.algorithm};
  if (member.role == Role::client)
    if (const auto* balancer = find(member.balancer)) who.address = balancer->address;
  announcer_.added(member.id, who);
  if (member.role == Role::server) tellBehaviour(member, true);
  if (member.role == Role::client) announcer_.rate(member.id, member.traffic.rate, true);
}

void Cast::enter(Member& member, NodeState state, Cause cause, std::int32_t detail) {
  member.state = state;
  announcer_.state(member.id, state, cause, detail, member.process ? member.process->pid() : 0);
  tellHealed();
}

void Cast::start() {
  if (stage_ != Stage::idle) return;
  stage_ = Stage::servers;
  for (auto& [id, member] : members_)
    if (member.role == Role::server) startServer(member);
  advance();
}

void Cast::advance() {
  if (stage_ != Stage::servers) return;
  for (auto& [id, member] : members_)
    if (member.role == Role::server && member.state == NodeState::starting) return;
  stage_ = Stage::running;
  const bool healing = std::exchange(healing_, false);  // nobody has settled before all are started
  for (auto& [id, member] : members_)
    if (member.role == Role::balancer) startBalancer(member);
  for (auto& [id, member] : members_)
    if (member.role == Role::client) startClient(member);
  watchPorts();
  if (sample_kernel_) kernel_.start();
  endTrafficIfDone();  // a cast without clients has nothing to wait for
  healing_ = healing;
  tellHealed();
}

void Cast::startServer(Member& server) {
  if (!server.built_in) return enter(server, stateAtWork(server), Cause::none);
  const auto& how = server.behaviour;
  std::vector<std::string> arguments{"serve",
                                     "--listen",
                                     server.address.text(),
                                     "--name",
                                     server.name,
                                     "--latency",
                                     std::to_string(how.latency.count()) + "us",
                                     "--jitter",
                                     std::to_string(how.jitter.count()) + "us",
                                     "--fail",
                                     toText(how.fail * 100) + "%"};
  if (server.line.tls.on) arguments.push_back("--tls");
  if (how.max_connection_age.count() > 0)
    arguments.insert(arguments.end(),
                     {"--max-connection-age", std::to_string(how.max_connection_age.count()) + "ms"});
  if (how.max_concurrent_streams > 0)
    arguments.insert(arguments.end(),
                     {"--max-concurrent-streams", std::to_string(how.max_concurrent_streams)});
  spawn(server, arguments);
}

void Cast::startClient(Member& client) {
  const auto* balancer = find(client.balancer);
  // Whoever holds the port that the balancer could not get is a stranger, and not ours to call.
  if (balancer->state == NodeState::failed) return enter(client, NodeState::failed, Cause::no_balancer);
  std::vector<std::string> arguments{"call", "--target", balancer->address.text()};
  // It calls the first bind line, and takes whatever certificate a file of the user's shows there.
  if (config_.frontends[client.balancer - 1U].binds.front().tls.on)
    arguments.insert(arguments.end(), {"--verify", "none"});
  spawn(client, arguments);
}

void Cast::spawn(Member& member, const std::vector<std::string>& arguments) {
  member.leaving = Cause::none;
  member.killed = member.restart = false;
  member.to_end = 0;
  member.process = std::make_unique<NodeProcess>(
      loop_.io(), [this, &member](const Event& event) { nodeEvent(member, event); },
      [this, &member](const ProcessEnd& end) {
        // The process object is still on the stack: let it return before it goes.
        loop_.post([this, &member, end] { nodeEnded(member, end); });
      });
  if (const auto started = member.process->start(program_, arguments, member.id, run_); !started) {
    announcer_.problem(member.id, started.error());
    member.process.reset();
    return enter(member, NodeState::failed, Cause::no_program);
  }
  enter(member, NodeState::starting, Cause::asked);
  within(member, kReadyWithin, &Cast::gaveUp);
}

void Cast::within(Member& member, milliseconds time, void (Cast::*otherwise)(Member&)) {
  member.deadline.emplace(loop_);
  member.deadline->after(time, [this, &member, otherwise] { (this->*otherwise)(member); });
}

void Cast::gaveUp(Member& member) {
  announcer_.problem(member.id, {member.name + " did not become ready within 20 s.",
                                 "Is the machine very busy? Start it again from its card."});
  member.leaving = Cause::start_failed;
  member.process->signal(SIGKILL);
}

void Cast::forced(Member& member) {
  if (member.process) member.process->signal(SIGKILL);
}

void Cast::ready(Member& member) {
  member.deadline.reset();
  enter(member, stateAtWork(member), Cause::none);
  if (member.role == Role::client) {
    watchPorts();
    if (wanted_ != Traffic::rest) beginTraffic(member);
  }
  advance();
}

void Cast::nodeEvent(Member& member, const Event& event) {
  if (event.kind == Kind::node_state) {
    if (event.state.state == NodeState::ready && member.state == NodeState::starting) ready(member);
    return;  // states are ours to announce, with their cause
  }
  loop_.emit(event);
  if (event.kind == Kind::call_ended) callEnded(member);
}

void Cast::nodeEnded(Member& member, const ProcessEnd& end) {
  member.deadline.reset();
  member.process.reset();
  const bool asked = member.leaving == Cause::asked;
  if (asked) {
    enter(member, NodeState::stopped, Cause::asked);
  } else {
    const auto cause = member.leaving == Cause::none ? causeOf(end) : member.leaving;
    if (cause != Cause::signalled && !end.last_words.empty())
      announcer_.problem(member.id, {member.name + ": " + end.last_words, ""});
    enter(member, cause == Cause::signalled ? NodeState::down : NodeState::failed, cause, end.code);
  }
  member.to_end = 0;
  if (member.role == Role::client) watchPorts();
  endTrafficIfDone();
  if (member.removing) return finishRemoval(member);
  if (member.restart) bring(member);
  advance();
}

void Cast::sampleKernel() {
  kernel_.sample();
}

std::vector<Endpoint> Cast::listenAddresses(const Member& balancer) const {
  auto addresses = balancer.binds;
  const auto& binds = config_.frontends[balancer.id - 1U].binds;
  for (std::size_t i = 0; i < addresses.size(); ++i)
    if (!as_written_ && !addresses[i].isLoopback()) addresses[i] = loopbackFor(binds[i]);
  return addresses;
}

void Cast::watchPorts() {
  std::set<std::uint16_t> balancers, servers;
  std::map<pid_t, NodeId> clients;
  for (const auto& [id, member] : members_) {
    if (member.role == Role::balancer) {
      for (const auto& bind : member.binds) balancers.insert(bind.port);
    } else if (member.role == Role::server) {
      servers.insert(member.address.port);
    } else if (member.process) {
      clients[member.process->pid()] = id;
    }
  }
  kernel_.setPorts(std::move(balancers), servers);
  kernel_.setClients(std::move(clients));
}

}  // namespace switchyard
