// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"
#include "core/measure/histogram.h"
#include "core/measure/series.h"
#include "core/world/decision_book.h"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace switchyard {

/// What all members of the cast have.
struct Node {
  NodeId id = 0;
  Role role = Role::server;
  std::string name;
  Endpoint address;  ///< servers and balancers: where they listen; clients: their target
  NodeState state = NodeState::stopped;
  Cause cause = Cause::none;
  std::int32_t cause_detail = 0;
  std::int32_t pid = 0;
  std::int64_t state_since = 0;
  std::int64_t added_at = 0;
  bool built_in = true;  ///< our own program; others do not report their calls
  int place =
      0;  ///< 0 upwards within its role, in order of appearance; stable: colours and positions are too

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.id, self.role, self.name, self.address, self.state, self.cause, self.cause_detail,
                    self.pid, self.state_since, self.added_at, self.built_in, self.place);
  }
  friend bool operator==(const Node&, const Node&) = default;
};

/// What its balancer thinks of a server, beside what its process does (Node::state): from health checks and
/// from live traffic. A server that is killed is down for its own cause, whatever this says.
struct Health {
  NodeState state = NodeState::ready;  ///< ready; down; starting: down, but checks pass again; draining;
                                       ///< stopped: in maintenance
  Cause cause = Cause::none;           ///< checks_failed, ejected or asked
  std::int32_t detail = 0;             ///< checks or errors in a row; while starting: checks that passed
  std::int64_t since = 0;              ///< when `state` began; 0: never spoken of

  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.state, self.cause, self.detail, self.since);
  }
  friend bool operator==(const Health&, const Health&) = default;
};

struct Server : Node {
  NodeId balancer = 0;
  // As it was told, and as the scenario says.
  std::uint32_t weight = 1;
  std::uint32_t written_weight = 1;
  Behaviour behaviour;
  Behaviour written;
  // As the server itself counted.
  std::uint64_t received = 0;
  std::uint64_t ok = 0;
  std::uint64_t errors = 0;
  std::uint64_t in_flight = 0;
  std::uint64_t from_strangers = 0;   ///< calls of clients outside the cast, contained in `received`
  std::uint64_t ok_to_strangers = 0;  ///< contained in `ok`
  std::uint64_t lost = 0;             ///< calls in flight when its process ended
  bool was_killed = false;            ///< then it may not have told all that it did
  std::map<std::uint8_t, std::uint64_t> by_status;  ///< gRPC status code, failures only
  Histogram latency;                                ///< time inside the server
  Series rate;
  // As the balancers saw it.
  Health health;
  std::uint64_t picks = 0;
  std::uint64_t connections = 0;       ///< open now
  std::uint64_t peak_connections = 0;  ///< the most that were open at once
  std::uint64_t forwarded = 0;         ///< calls, each attempt counted, that went to it
  // As the clients saw it.
  std::uint64_t ok_at_clients = 0;  ///< OK answers that it has signed

  /// Its latency is other than the scenario says.
  bool isSlowed() const { return behaviour.latency != written.latency || behaviour.jitter != written.jitter; }

  template <typename Self>
  static auto fields(Self& self) {
    return std::tuple_cat(
        Node::fields(self),
        std::tie(self.balancer, self.weight, self.written_weight, self.behaviour, self.written, self.received,
                 self.ok, self.errors, self.in_flight, self.from_strangers, self.ok_to_strangers, self.lost,
                 self.was_killed, self.by_status, self.latency, self.rate, self.health, self.picks,
                 self.connections, self.peak_connections, self.forwarded, self.ok_at_clients));
  }
  friend bool operator==(const Server&, const Server&) = default;
};

struct Client : Node {
  NodeId balancer = 0;  ///< 0: calls its target directly
  // Calls a second, 0: as fast as answers come; as it was told, and as the scenario says.
  double asked_rate = 0;
  double written_rate = 0;
  // As the client itself counted.
  std::uint64_t sent = 0;
  std::uint64_t ok = 0;
  std::uint64_t failed = 0;
  std::uint64_t in_flight = 0;
  std::uint64_t lost = 0;                           ///< calls in flight when its process ended
  std::map<std::uint8_t, std::uint64_t> by_status;  ///< gRPC status code, failures only
  std::map<NodeId, std::uint64_t> by_server;        ///< OK answers of servers of the cast
  std::map<std::string, std::uint64_t> by_name;     ///< OK answers of others, at most World::kMaxNames names
  std::uint64_t by_other_names = 0;                 ///< OK answers that bore further names
  std::int64_t last_latency = 0;                    ///< nanoseconds, of the last call that ended
  Histogram latency;
  Series rate;
  // As the servers saw it.
  std::uint64_t handled = 0;  ///< its calls that a server has received; one that was tried twice counts once
  // As the balancers saw it.
  std::uint64_t connections = 0;  ///< open now
  std::uint64_t forwarded = 0;    ///< its calls that a balancer passed on
  std::uint64_t arrived = 0;      ///< of these, those that a server says came that way
  std::uint64_t cut = 0;          ///< of these, those that no server had when their connection ended
  std::uint64_t unobserved = 0;   ///< of these, those to servers that do not report

  template <typename Self>
  static auto fields(Self& self) {
    return std::tuple_cat(
        Node::fields(self),
        std::tie(self.balancer, self.asked_rate, self.written_rate, self.sent, self.ok, self.failed,
                 self.in_flight, self.lost, self.by_status, self.by_server, self.by_name, self.by_other_names,
                 self.last_latency, self.latency, self.rate, self.handled, self.connections, self.forwarded,
                 self.arrived, self.cut, self.unobserved));
  }
  friend bool operator==(const Client&, const Client&) = default;
};

struct Balancer : Node {
  Mode mode = Mode::tcp;
  std::string algorithm;
  std::uint64_t picks = 0;
  std::uint64_t failed_picks = 0;
  std::uint64_t retries = 0;     ///< further attempts of a call
  std::uint64_t forwarded = 0;   ///< calls passed on to a server: HTTP/2 streams (tcp), routed calls (http)
  DecisionBook decisions;        ///< the last ones
  std::uint64_t downstream = 0;  ///< connections open now
  std::uint64_t upstream = 0;

  /// The server that the last decision chose; 0: none yet, or nobody was eligible.
  NodeId lastPick() const { return decisions.last() == nullptr ? NodeId{0} : decisions.last()->chosen; }

  template <typename Self>
  static auto fields(Self& self) {
    return std::tuple_cat(Node::fields(self),
                          std::tie(self.mode, self.algorithm, self.picks, self.failed_picks, self.retries,
                                   self.forwarded, self.decisions, self.downstream, self.upstream));
  }
  friend bool operator==(const Balancer&, const Balancer&) = default;
};

}  // namespace switchyard
