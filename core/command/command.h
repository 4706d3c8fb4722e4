// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"
#include "core/world/records.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <variant>

namespace switchyard {

/// What may be asked of a Lab, as values: keys, buttons and tests give the same ones, and one that was obeyed
/// is an event, so that whoever replays a run sees it. `node` is the member that it is about; fields() tells
/// the others.
namespace command {

// To the clients.
struct Run {};    ///< they begin their traffic as specified
struct Pause {};  ///< they finish what is under way and rest
/// As Run, but those with a fixed number of calls go on at `rate` each.
struct RunSteadily {
  double rate;  ///< calls a second
  static auto fields(auto& self) { return std::tie(self.rate); }
};
/// Now, as fast as answers come.
struct Send {
  NodeId node;  ///< 0: every client
  std::uint64_t calls;
  static auto fields(auto& self) { return std::tie(self.calls); }
};
struct SetRate {
  NodeId node;
  double rate;  ///< calls a second from now on; 0: as fast as answers come
  static auto fields(auto& self) { return std::tie(self.rate); }
};

// To any member.
struct Start {
  NodeId node;
};
/// Graceful: SIGTERM, then SIGKILL after 2 s; a balancer drains.
struct Stop {
  NodeId node;
};
/// SIGKILL; a balancer closes everything at once.
struct Kill {
  NodeId node;
};
struct Freeze {  ///< SIGSTOP
  NodeId node;
};
struct Thaw {  ///< SIGCONT
  NodeId node;
};
struct Remove {  ///< stops it first; no balancer
  NodeId node;
};
/// Every member that was not removed works again, as the scenario says: what is down is started, what is
/// frozen is thawed, and no server is slower, fails more, weighs other or is out of the picks, no client
/// calls faster or slower. Mode and algorithm stay. A `healed` event follows once all have settled.
struct Heal {};

// To a built-in server.
struct Slow {  ///< than it is now
  NodeId node;
  std::chrono::microseconds by;
  static auto fields(auto& self) { return std::tie(self.by); }
};
struct SetLatency {
  NodeId node;
  std::chrono::microseconds latency;
  std::chrono::microseconds jitter;
  static auto fields(auto& self) { return std::tie(self.latency, self.jitter); }
};
struct SetFailures {
  NodeId node;
  double share;  ///< of its calls, answered UNAVAILABLE; 0 to 1
  static auto fields(auto& self) { return std::tie(self.share); }
};

// To any server.
struct SetWeight {
  NodeId node;
  std::uint32_t weight;  ///< 0 to 256
  static auto fields(auto& self) { return std::tie(self.weight); }
};
struct SetExclusion {
  NodeId node;
  /// `draining`: nothing new, what it carries goes on; `maintenance`: not checked either; `none`: it is
  /// picked again.
  Exclusion exclusion;
  static auto fields(auto& self) { return std::tie(self.exclusion); }
};

// To a balancer.
struct SetPolicy {
  NodeId node;
  std::string balance;  ///< as a `balance` line has it
};
/// New connections come under the new mode at once, and our own clients make new ones. What is under way ends
/// as it began; the connections of other clients are closed after 30 s.
struct SetMode {
  NodeId node;
  Mode mode;
  static auto fields(auto& self) { return std::tie(self.mode); }
};
struct AddServer {  ///< on the next free port, next name in the row
  NodeId node;
  NodeId id = 0;  ///< the new one's; 0: the Lab numbers it
  static auto fields(auto& self) { return std::tie(self.id); }
};
struct AddClient {
  NodeId node;
  NodeId id = 0;
  static auto fields(auto& self) { return std::tie(self.id); }
};
/// All balancers listen where the file says, also beyond loopback: the user's answer to that question.
struct ListenAsWritten {};

}  // namespace command

/// Recordings hold the place in this list: a new command goes to the end.
using Command =
    std::variant<command::Run, command::Pause, command::RunSteadily, command::Send, command::SetRate,
                 command::Start, command::Stop, command::Kill, command::Freeze, command::Thaw,
                 command::Remove, command::Heal, command::Slow, command::SetLatency, command::SetFailures,
                 command::SetWeight, command::SetExclusion, command::SetPolicy, command::SetMode,
                 command::AddServer, command::AddClient, command::ListenAsWritten>;

NodeId nodeOf(const Command& command);  ///< whom it is about; 0: the board
/// For an event. `text` numbers a text of this node's.
Commanded asCommanded(const Command& command, const std::function<TextId(const std::string&)>& text);
/// The value again; empty when this program does not know it, or it is not one that a Lab could have obeyed.
std::optional<Command> commandFrom(const CommandRecord& record);

}  // namespace switchyard
