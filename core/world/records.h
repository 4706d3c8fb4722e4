// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"

#include <cstdint>
#include <string>
#include <tuple>

namespace switchyard {

/// One TCP connection at a balancer: a line on the canvas.
struct Connection {
  NodeId balancer = 0;
  ConnectionId id = 0;
  Side side = Side::downstream;
  Endpoint local;           ///< the balancer's end
  Endpoint remote;          ///< the client's or server's end
  ConnectionId joined = 0;  ///< mode tcp: the other half
  NodeId client = 0;        ///< 0 while unknown, or a client outside the cast
  NodeId server = 0;        ///< upstream, or downstream that was joined
  std::int64_t opened_at = 0;
  std::int64_t closed_at = 0;  ///< 0 while open
  CloseReason reason = CloseReason::none;
  std::int32_t error = 0;
  std::uint64_t received = 0;    ///< bytes
  std::uint64_t sent = 0;        ///< bytes
  std::uint64_t streams = 0;     ///< calls carried, as the balancer says
  std::uint64_t arrived = 0;     ///< of these, those that a server says came this way
  std::uint64_t unobserved = 0;  ///< of these, those to servers that do not report
  Http2 http2{};                 ///< mode http; its `connection` is 0 until the balancer has counted

  bool open() const { return closed_at == 0; }
  friend bool operator==(const Connection&, const Connection&) = default;
};

/// The status of a call whose client's process ended first: nobody was told how it ended.
constexpr std::uint8_t kStatusLost = 255;

/// One call as its three witnesses saw it; a stamp is 0 until (unless) its witness has spoken. A dot on the
/// canvas. When a call was tried more than once, the balancer's and the server's stamps are those of the last
/// attempt.
struct CallRecord {
  CallId id = 0;
  NodeId client = 0;  ///< 0: outside the cast
  NodeId server = 0;
  NodeId balancer = 0;
  ConnectionId downstream = 0;
  ConnectionId upstream = 0;
  std::uint8_t status = 0;
  std::uint8_t attempt = 1;
  bool handled = false;          ///< some server has received it
  bool on_its_way = false;       ///< its reception is counted on its downstream connection
  std::int64_t sent_at = 0;      ///< client
  std::int64_t routed_at = 0;    ///< balancer, mode http
  std::int64_t received_at = 0;  ///< server
  std::int64_t answered_at = 0;  ///< server
  std::int64_t finished_at = 0;  ///< balancer, mode http
  std::int64_t ended_at = 0;     ///< client

  /// The earliest stamp that is known: that of the client, else of the balancer, else of the server, because
  /// the witnesses' words arrive in any order. 0 when there is none.
  std::int64_t beganAt() const { return sent_at != 0 ? sent_at : routed_at != 0 ? routed_at : received_at; }
  /// Its client waits; for a stranger's call, which only servers tell of: its server works.
  bool underWay() const {
    return isStranger(id) ? received_at != 0 && answered_at == 0 : sent_at != 0 && ended_at == 0;
  }
  friend bool operator==(const CallRecord&, const CallRecord&) = default;
};

struct ProblemRecord {
  std::int64_t at = 0;
  NodeId node = 0;
  std::string what;
  std::string remedy;

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.at, self.node, self.what, self.remedy);
  }
  friend bool operator==(const ProblemRecord&, const ProblemRecord&) = default;
};

/// A command that the lab obeyed; commandFrom() (core/command/command.h) gives it back as a value.
struct CommandRecord {
  std::int64_t at = 0;
  NodeId node = 0;  ///< whom it is about; 0: the board
  Commanded command{};
  std::string text;  ///< of its text, if it has one

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.at, self.node, self.command, self.text);
  }
  friend bool operator==(const CommandRecord&, const CommandRecord&) = default;
};

/// How a command to heal ended.
struct HealRecord {
  std::int64_t at = 0;
  std::uint64_t unhealed = 0;  ///< members that did not come back
  friend bool operator==(const HealRecord&, const HealRecord&) = default;
};

struct MarkRecord {
  std::int64_t at = 0;
  NodeId node = 0;
  NodeState state = NodeState::stopped;
  std::string text;  ///< empty: the member's state changed
  Cause cause = Cause::none;
  std::int32_t detail = 0;  ///< see Cause

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.at, self.node, self.state, self.text, self.cause, self.detail);
  }
  friend bool operator==(const MarkRecord&, const MarkRecord&) = default;
};

}  // namespace switchyard
