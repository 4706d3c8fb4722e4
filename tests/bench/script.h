// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/text_table.h"
#include "core/world/world.h"

#include <cstdint>
#include <string>
#include <vector>

namespace switchyard {

/// The words of a run in mode tcp, in the order in which a lab would hear them: each call overlaps with
/// others. Four servers; the balancer tells its counts ten times a second.
class Script {
 public:
  /// A call begins every `interval` nanoseconds.
  Script(NodeId clients, std::int64_t interval) : clients_(clients), interval_(interval) {
    introduce(kBalancer, Role::balancer, "lb", 8443);
    for (NodeId i = 0; i < kServers; ++i)
      introduce(server(i), Role::server, "srv" + std::to_string(i), static_cast<std::uint16_t>(50'051 + i));
    for (NodeId i = 0; i < clients_; ++i)
      introduce(client(i), Role::client, "client" + std::to_string(i), 8443);
    for (NodeId i = 0; i < clients_; ++i) connect(i);
  }

  /// Passes the events to `tell`, in order.
  template <typename Tell>
  void play(std::uint64_t calls, Tell tell) {
    for (std::uint64_t n = 0; n < calls + kOverlap; ++n) {
      step(n, calls);
      for (const auto& event : events_) tell(event);
      events_.clear();
    }
  }

 private:
  static constexpr NodeId kBalancer = 1;
  static constexpr NodeId kServers = 4;
  static constexpr std::uint64_t kOverlap = 50;  // calls under way at a time
  static NodeId server(NodeId i) { return static_cast<NodeId>(kBalancer + 1 + i); }
  static NodeId client(NodeId i) { return static_cast<NodeId>(kBalancer + 1 + kServers + i); }
  static Endpoint upstreamEnd(NodeId i) { return Endpoint::loopback(static_cast<std::uint16_t>(40'000 + i)); }

  Event& add(Kind kind, Witness witness, NodeId node) {
    return events_.emplace_back(now_, kind, witness, node);
  }

  TextId text(Witness witness, NodeId node, const std::string& words) {
    TextTable table(witness, node, [this](const Event& part) { events_.push_back(part); });
    return table.id(words, now_);
  }

  void introduce(NodeId node, Role role, const std::string& name, std::uint16_t port) {
    const auto name_id = text(Witness::lab, node, name);
    auto& added = add(Kind::node_added, Witness::lab, node).added;
    added.role = role;
    added.built_in = 1;
    added.name = name_id;
    added.address = Endpoint::loopback(port);
    added.balancer = kBalancer;
  }

  void connect(NodeId i) {
    const auto server_id = server(i % kServers);
    const ConnectionId downstream = i * 2U + 1;
    add(Kind::connection_opened, Witness::balancer, kBalancer).opened = {
        .connection = downstream,
        .side = Side::downstream,
        .server = 0,
        .local = Endpoint::loopback(8443),
        .remote = Endpoint::loopback(static_cast<std::uint16_t>(30'000 + i))};
    add(Kind::connection_opened, Witness::balancer, kBalancer).opened = {
        .connection = downstream + 1,
        .side = Side::upstream,
        .server = server_id,
        .local = upstreamEnd(i),
        .remote = Endpoint::loopback(static_cast<std::uint16_t>(50'051 + i % kServers))};
    add(Kind::connection_joined, Witness::balancer, kBalancer).joined = {
        .downstream = downstream, .upstream = downstream + 1, .server = server_id};
  }

  void step(std::uint64_t n, std::uint64_t calls) {
    now_ += interval_;
    if (n < calls) word(n, Kind::call_started, Witness::client);
    if (n >= kOverlap / 2 && n - kOverlap / 2 < calls) {
      word(n - kOverlap / 2, Kind::call_received, Witness::server).peer = upstreamEnd(n_ % clients_);
      word(n - kOverlap / 2, Kind::call_answered, Witness::server);
    }
    if (n >= kOverlap && n - kOverlap < calls) {
      auto& ended = word(n - kOverlap, Kind::call_ended, Witness::client);
      ended.server = server(n_ % clients_ % kServers);
    }
    if (now_ < next_counts_) return;
    next_counts_ = now_ + Series::kStep;
    for (NodeId i = 0; i < clients_; ++i) {
      add(Kind::streams_forwarded, Witness::balancer, kBalancer).count = {.connection = i * 2U + 1,
                                                                          .value = n / clients_ + 1};
      for (const ConnectionId half : {1U, 2U})
        add(Kind::connection_traffic, Witness::balancer, kBalancer).traffic = {
            .connection = i * 2U + half, .received = n * 100, .sent = n * 50};
    }
    add(Kind::sockets_sampled, Witness::kernel, 0);
  }

  Call& word(std::uint64_t n, Kind kind, Witness witness) {
    n_ = n;
    const auto i = static_cast<NodeId>(n % clients_);
    auto& call = add(kind, witness, witness == Witness::client ? client(i) : server(i % kServers)).call;
    call.call = callId(client(i), n / clients_ + 1);
    return call;
  }

  NodeId clients_;
  std::int64_t interval_;
  std::vector<Event> events_;
  std::int64_t next_counts_ = 0;
  std::int64_t now_ = 1'000'000'000;
  std::uint64_t n_ = 0;
};

}  // namespace switchyard
