// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/endpoint.h"
#include "core/event/terms.h"

#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace switchyard {

/// A member of the cast: a client, a balancer or a server. 0 is nobody. Given by the Lab, used once in a run.
using NodeId = std::uint16_t;
/// One TCP connection as its balancer numbers it, 1 upwards, unique within that balancer. 0 is none.
using ConnectionId = std::uint32_t;
/// One call. Client node in the upper 16 bits, its running number below (see firstCallNumber). 0 is none.
/// A call whose client is not ours gets the server's NodeId there instead, and bit 47 set.
using CallId = std::uint64_t;

constexpr CallId callId(NodeId node, std::uint64_t number) {
  return (CallId{node} << 48) | (number & 0x7FFF'FFFF'FFFF);
}
constexpr CallId strangerCallId(NodeId server, std::uint64_t number) {
  return callId(server, number) | (CallId{1} << 47);
}
constexpr bool isStranger(CallId call) {
  return (call >> 47 & 1) != 0;
}
constexpr NodeId callNode(CallId call) {
  return static_cast<NodeId>(call >> 48);
}
/// Where a process that began at `now` (CLOCK_MONOTONIC, nanoseconds) starts to number its calls: above all
/// that an earlier process of the same node has used, if that made fewer than 128,000 calls a second. So a
/// call of a client that was started again is never taken for one of its former life. Good for 34 years.
constexpr std::uint64_t firstCallNumber(std::int64_t now) {
  return static_cast<std::uint64_t>(now) / 1'000'000 * 128;
}

/// Recordings hold these numbers: a new kind goes to the end, none is ever renumbered, and who reads one that
/// it does not know leaves it out.
enum class Kind : std::uint8_t {
  // The lab.
  text,            ///< TextPart: defines (node, id); later events name it
  node_added,      ///< NodeAdded
  node_state,      ///< StateChange
  weight_changed,  ///< count.value = weight of `node`
  policy_changed,  ///< PolicyChange of balancer `node`
  problem,         ///< Problem: something the user must know, about `node` (0: the board)
  mark,            ///< a point on the timeline; text
  traffic,         ///< count.value: 1 the clients were told to run, 0 paused
  // Clients.
  call_started,  ///< Call
  call_ended,    ///< Call, with status; `server` of the cast has signed the answer, or somebody else as
                 ///< `server_text`
  // Servers.
  call_received,  ///< Call, with `peer`, the address that the server saw
  call_answered,  ///< Call, with status
  // Balancers.
  connection_opened,   ///< ConnectionOpened, on both sides
  connection_joined,   ///< Joined: a downstream connection was bound to an upstream one (mode tcp)
  connection_traffic,  ///< Traffic, totals so far
  connection_closed,   ///< Closed, with final totals
  picked,              ///< Decision, followed by decision_more for candidates above four
  decision_more,       ///< Decision, further candidates of the pick just before
  streams_forwarded,   ///< count.value: HTTP/2 streams passed on by connection so far
  call_routed,         ///< Call, mode http: this attempt went to `server`
  call_finished,       ///< Call, mode http: the balancer has passed the answer on
  call_retried,        ///< Call, mode http
  check_opened,        ///< ConnectionOpened without a number: a health check's own connection to a server
  check_closed,        ///< ConnectionOpened, as above
  // Whoever writes.
  events_dropped,  ///< count.value: events of this writer that found no room, total so far
  // The kernel.
  socket_seen,       ///< Socket: one end of a TCP connection appeared in the kernel's table
  socket_gone,       ///< Socket
  sockets_sampled,   ///< count.value: ends now in the table; marks the end of one sample
  connection_owner,  ///< Owner: this client process holds the far end of a downstream connection
  // Balancers, mode http.
  http2_counted,  ///< Http2, totals so far
  // The lab.
  commanded,          ///< Commanded: a command that was obeyed, about `node` (0: the board)
  behaviour_changed,  ///< BehaviourChange of server `node`
  rate_changed,       ///< RateChange of client `node`
  healed,             ///< count.value: members that a command to heal has not brought back; all have settled
};
static_assert(static_cast<int>(Kind::http2_counted) == 29, "older recordings would be misread");

/// Whether an event tells what is: who there is, in which state, what is connected, texts, problems. It must
/// arrive, or what it began never ends. All others are counted, and so may be dropped where there is no room
/// for them: calls, decisions, traffic.
constexpr bool isState(Kind kind) {
  switch (kind) {
    case Kind::call_started:
    case Kind::call_ended:
    case Kind::call_received:
    case Kind::call_answered:
    case Kind::call_routed:
    case Kind::call_finished:
    case Kind::call_retried:
    case Kind::connection_traffic:
    case Kind::streams_forwarded:
    case Kind::http2_counted:
    case Kind::picked:
    case Kind::decision_more:
      return false;
    default:
      return true;
  }
}

using TextId = std::uint32_t;  ///< numbered by the node in `Event::node`; 0 is the empty text

struct TextPart {
  static constexpr std::size_t capacity = 40;
  static constexpr std::uint8_t most = 25;  ///< parts of one text
  TextId id;
  std::uint8_t part;    ///< 0 upwards
  std::uint8_t last;    ///< 1 on the last part
  std::uint8_t length;  ///< bytes used of `bytes`, UTF-8
  char bytes[capacity];
};

struct NodeAdded {
  Role role;
  Mode mode;              ///< balancers
  std::uint8_t built_in;  ///< 1: our switchyard-node; 0: any other program or address
  TextId name;
  Endpoint address;      ///< servers and balancers: where they listen; clients: their target
  std::uint32_t weight;  ///< servers
  NodeId balancer;       ///< servers: whose; clients: which they call
  TextId algorithm;      ///< balancers
};

/// By the lab: what a member's process does. By a balancer: what it thinks of a server (Server::health):
/// `ready`, with checks_failed while checks fail but not often enough; `down`; `starting` while checks pass
/// again but not often enough, `detail` being how many; `draining` and `stopped` (in maintenance) when asked.
struct StateChange {
  NodeState state;
  Cause cause;
  std::int32_t detail;  ///< see Cause
  std::int32_t pid;     ///< 0 when no process runs
};

struct PolicyChange {
  Mode mode;
  TextId algorithm;
};

/// A Command (core/command/command.h), whose place in that variant is `verb`.
struct Commanded {
  static constexpr std::size_t kMostValues = 4;
  std::uint8_t verb;
  TextId text;                        ///< of its text, if it has one
  std::uint64_t values[kMostValues];  ///< its other members but for the node, in their order
  friend bool operator==(const Commanded&, const Commanded&) = default;
};

/// How a built-in server was told to treat its calls, and whether balancers may pick it.
struct Behaviour {
  std::int64_t latency = 0;               ///< nanoseconds
  std::int64_t jitter = 0;                ///< nanoseconds, uniform, ± around latency
  double fail = 0;                        ///< share of calls answered UNAVAILABLE, 0 to 1
  Exclusion exclusion = Exclusion::none;  ///< none, draining or maintenance
  friend bool operator==(const Behaviour&, const Behaviour&) = default;
};

struct BehaviourChange {
  Behaviour behaviour;
  std::uint8_t written;  ///< 1: as the scenario says
};

struct RateChange {
  double rate;           ///< calls a second; 0: as fast as answers come
  std::uint8_t written;  ///< 1: as the scenario says
};

struct Problem {
  TextId what;
  TextId remedy;
};

struct Call {
  CallId call;
  ConnectionId connection;  ///< balancer: the downstream connection
  ConnectionId upstream;    ///< balancer: the upstream connection
  std::uint32_t stream;     ///< HTTP/2 stream id on `connection`, 0 when unknown
  NodeId server;            ///< balancer: where it went; client: who answered
  std::uint8_t status;      ///< gRPC status code, on the last event of a call
  std::uint8_t attempt;     ///< 1 is the first
  TextId server_text;
  Endpoint peer;  ///< client: its own local address (port 0 when unknown); server: the far end
};

struct ConnectionOpened {
  ConnectionId connection;
  Side side;
  NodeId server;  ///< upstream: which server
  Endpoint local;
  Endpoint remote;
};

struct Joined {
  ConnectionId downstream;
  ConnectionId upstream;
  NodeId server;
};

struct Traffic {
  ConnectionId connection;
  std::uint64_t received;  ///< bytes read from the far end
  std::uint64_t sent;      ///< bytes written to it
};

struct Closed {
  ConnectionId connection;
  CloseReason reason;
  std::int32_t error;  ///< errno, or 0
  std::uint64_t received;
  std::uint64_t sent;
};

/// One pick and its arithmetic: the score of each candidate as the algorithm computed it.
struct Decision {
  struct Candidate {
    NodeId server;
    Exclusion exclusion;
    std::uint8_t weight;  ///< capped at 255
    float score;
    friend bool operator==(const Candidate&, const Candidate&) = default;
  };
  CallId call;              ///< mode http; 0 in mode tcp
  ConnectionId connection;  ///< the downstream connection that was decided about
  NodeId chosen;            ///< 0: nobody was eligible
  std::uint8_t count;       ///< candidates in this event, at most 4
  std::uint8_t attempt;
  Candidate candidates[4];
  friend bool operator==(const Decision&, const Decision&) = default;
};

struct Socket {
  Endpoint local;
  Endpoint remote;
  std::uint8_t state;  ///< the kernel's TCP state, as in <netinet/tcp.h>
  std::uint8_t own;    ///< 1: held by the process that sampled, so by one of its balancers
};

/// `Event::node` is the client. Named by its end points, because the kernel knows no ConnectionId.
struct Owner {
  Endpoint local;   ///< the client's end
  Endpoint remote;  ///< the balancer's end
};

/// What went over one HTTP/2 connection besides calls (RFC 9113), as its balancer counted.
struct Http2 {
  ConnectionId connection;
  std::uint32_t stream_limit;  ///< SETTINGS_MAX_CONCURRENT_STREAMS of the far end; the greatest number: none
  std::uint32_t streams;       ///< open now
  std::uint32_t most_streams;  ///< the most that were open at once
  std::uint32_t pings;         ///< PING received and answered
  std::uint32_t resets_received;  ///< RST_STREAM
  std::uint32_t resets_sent;
  std::uint32_t stalls;  ///< times that a message had to wait for the far end's window
  std::uint8_t goaway_received;
  std::uint8_t goaway_sent;
  friend bool operator==(const Http2&, const Http2&) = default;
};

struct Count {
  ConnectionId connection;
  std::uint64_t value;
};

/// Everything that happens, as one fixed-size record. Trivially copyable: it is written to rings, pipes and
/// recordings byte for byte, by programs of the same build. `at` is CLOCK_MONOTONIC in nanoseconds, the same
/// clock in all processes of a machine, so that client, balancer and server stamps of one call line up.
struct Event {
  std::int64_t at = 0;
  Kind kind = Kind::mark;
  Witness witness = Witness::lab;
  NodeId node = 0;  ///< the client, balancer or server that this is about
  union {
    TextPart text;
    NodeAdded added;
    StateChange state;
    PolicyChange policy;
    Commanded commanded;
    BehaviourChange behaviour;
    RateChange rate;
    Problem problem;
    Call call;
    ConnectionOpened opened;
    Joined joined;
    Traffic traffic;
    Closed closed;
    Decision decision;
    Socket socket;
    Owner owner;
    Http2 http2;
    Count count;
    std::uint8_t raw[48];
  };

  Event() { std::memset(raw, 0, sizeof raw); }
  Event(std::int64_t time, Kind what, Witness who, NodeId about) : Event() {
    at = time;
    kind = what;
    witness = who;
    node = about;
  }
};
static_assert(std::is_trivially_copyable_v<Event>);
static_assert(sizeof(Event) == 64);

/// False when `event` holds what no writer writes: an enumerator out of range, a count above its array, no
/// time. A World ignores such an event, so whatever reads a World may trust its enumerators.
bool isWellFormed(const Event& event);

/// Now, on the clock of Event::at.
std::int64_t monotonicNow();

}  // namespace switchyard
