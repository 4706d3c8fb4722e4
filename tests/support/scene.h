// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/command/command.h"
#include "core/event/text_table.h"
#include "core/world/world.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace switchyard {

/// A World made word by word, as a lab's processes would tell it: for pictures that must not differ from one
/// run to the next. One balancer unless more are added; each client has one connection to each.
class Scene {
 public:
  static constexpr std::int64_t kMs = 1'000'000;
  static constexpr std::int64_t kBegin = 1'000'000'000;

  explicit Scene(Mode mode = Mode::tcp) : mode_(mode) {}

  NodeId addBalancer(const std::string& name, std::uint16_t port) {
    return add(Role::balancer, name, port, 0);
  }
  NodeId addServer(const std::string& name, std::uint16_t port, NodeId balancer) {
    return add(Role::server, name, port, balancer);
  }
  NodeId addClient(const std::string& name, NodeId balancer) {
    return add(Role::client, name, 8443, balancer);
  }

  void setState(NodeId node, NodeState state, Cause cause = Cause::asked, std::int32_t detail = 0) {
    Event event(now_, Kind::node_state, Witness::lab, node);
    event.state = {.state = state, .cause = cause, .detail = detail, .pid = 0};
    world_.apply(event);
  }

  /// The lab has obeyed a command.
  void obey(const Command& command) {
    Event event(now_, Kind::commanded, Witness::lab, nodeOf(command));
    event.commanded = asCommanded(command, [](const std::string&) { return TextId{0}; });
    world_.apply(event);
  }
  /// @param written  as the scenario says
  void behave(NodeId server, const Behaviour& behaviour, bool written = false) {
    Event event(now_, Kind::behaviour_changed, Witness::lab, server);
    event.behaviour = {behaviour, written};
    world_.apply(event);
  }
  void weigh(NodeId server, std::uint64_t weight) {
    Event event(now_, Kind::weight_changed, Witness::lab, server);
    event.count.value = weight;
    world_.apply(event);
  }

  /// A downstream connection that nothing is joined to yet.
  ConnectionId open(NodeId client, NodeId balancer) {
    const auto down = ++connections_;
    const auto client_end = Endpoint::loopback(static_cast<std::uint16_t>(41'820 + 2 * down));
    Event opened(now_, Kind::connection_opened, Witness::balancer, balancer);
    opened.opened = {down, Side::downstream, 0, Endpoint::loopback(8443), client_end};
    world_.apply(opened);
    Event owner(now_, Kind::connection_owner, Witness::kernel, client);
    owner.owner = {.local = client_end, .remote = Endpoint::loopback(8443)};
    world_.apply(owner);
    return down;
  }

  /// A downstream connection and an upstream one, joined to it in mode tcp. Returns the first one's number.
  ConnectionId connect(NodeId client, NodeId balancer, NodeId server) {
    const auto down = open(client, balancer);
    const auto up = ++connections_;
    Event opened(now_, Kind::connection_opened, Witness::balancer, balancer);
    opened.opened = {up, Side::upstream, server, upstreamEnd(up), world_.server(server)->address};
    world_.apply(opened);
    if (mode_ == Mode::http) return down;
    Event joined(now_, Kind::connection_joined, Witness::balancer, balancer);
    joined.joined = {.downstream = down, .upstream = up, .server = server};
    world_.apply(joined);
    return down;
  }

  void close(NodeId balancer, ConnectionId connection) {
    Event event(now_, Kind::connection_closed, Witness::balancer, balancer);
    event.closed = {connection, CloseReason::client_closed, 0, 0, 0};
    world_.apply(event);
  }

  CallId begin(NodeId client) {
    const auto id = callId(client, ++calls_);
    world_.apply(word(Kind::call_started, Witness::client, client, id));
    return id;
  }
  /// The call has come to `server` over the upstream half of `connection`.
  void receive(CallId call, NodeId server, ConnectionId connection) {
    auto event = word(Kind::call_received, Witness::server, server, call);
    event.call.peer = upstreamEnd(connection + 1);
    world_.apply(event);
  }
  void answer(CallId call, NodeId server, std::uint8_t status = 0) {
    world_.apply(word(Kind::call_answered, Witness::server, server, call, status));
  }
  void end(CallId call, std::uint8_t status = 0) {
    world_.apply(word(Kind::call_ended, Witness::client, callNode(call), call, status));
  }
  void call(NodeId client, NodeId server, ConnectionId connection, std::uint8_t status = 0) {
    const auto id = begin(client);
    receive(id, server, connection);
    answer(id, server, status);
    end(id, status);
  }

  /// The call came by `downstream` and goes on by the upstream half of `upstream`: mode http.
  void route(NodeId balancer, CallId call, ConnectionId downstream, ConnectionId upstream, NodeId server) {
    auto event = word(Kind::call_routed, Witness::balancer, balancer, call);
    event.call.connection = downstream;
    event.call.upstream = upstream + 1;
    event.call.server = server;
    world_.apply(event);
  }
  /// Mode tcp: the balancer has counted so many calls on a connection.
  void countStreams(NodeId balancer, ConnectionId downstream, std::uint64_t calls) {
    Event event(now_, Kind::streams_forwarded, Witness::balancer, balancer);
    event.count = {downstream, calls};
    world_.apply(event);
  }
  /// @param candidates  what was compared, four at most
  void pick(NodeId balancer, CallId call, ConnectionId connection, NodeId server,
            const std::vector<Decision::Candidate>& candidates = {}) {
    Event event(now_, Kind::picked, Witness::balancer, balancer);
    event.decision.call = call;
    event.decision.connection = connection;
    event.decision.chosen = server;
    event.decision.attempt = 1;
    event.decision.count = static_cast<std::uint8_t>(candidates.size());
    std::copy(candidates.begin(), candidates.end(), event.decision.candidates);
    world_.apply(event);
  }
  /// OK, and its server has signed the answer.
  void endFrom(CallId call, NodeId server) {
    auto event = word(Kind::call_ended, Witness::client, callNode(call), call);
    event.call.server = server;
    world_.apply(event);
  }

  /// Whatever else a witness says.
  void tell(const Event& event) { world_.apply(event); }

  void wait(std::int64_t nanoseconds) { now_ += nanoseconds; }
  Mode mode() const { return mode_; }
  const World& world() const { return world_; }
  std::int64_t now() const { return now_; }

 private:
  static Endpoint upstreamEnd(ConnectionId up) {
    return Endpoint::loopback(static_cast<std::uint16_t>(52'310 + 2 * up));
  }

  Event word(Kind kind, Witness witness, NodeId node, CallId call, std::uint8_t status = 0) const {
    Event event(now_, kind, witness, node);
    event.call.call = call;
    event.call.status = status;
    event.call.attempt = 1;
    return event;
  }

  NodeId add(Role role, const std::string& name, std::uint16_t port, NodeId balancer) {
    const auto node = ++nodes_;
    TextTable texts(Witness::lab, node, [this](const Event& part) { world_.apply(part); });
    const auto name_id = texts.id(name, now_);
    const auto algorithm = texts.id("roundrobin", now_);
    Event event(now_, Kind::node_added, Witness::lab, node);
    event.added = {role, mode_, 1, name_id, Endpoint::loopback(port), 1, balancer, algorithm};
    world_.apply(event);
    setState(node, NodeState::ready);
    return node;
  }

  Mode mode_;
  World world_;
  std::int64_t now_ = kBegin;
  NodeId nodes_ = 0;
  ConnectionId connections_ = 0;
  std::uint64_t calls_ = 0;
};

}  // namespace switchyard
