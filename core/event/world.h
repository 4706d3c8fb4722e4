// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"
#include "core/event/histogram.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace switchyard {

/// Calls finished per tenth of a second, for the last ten minutes.
class Series {
 public:
  static constexpr std::int64_t kStep = 100'000'000;  ///< nanoseconds a bucket
  static constexpr std::size_t kBuckets = 6000;
  void add(std::int64_t at);
  /// Calls a second around `at`, averaged over `window` nanoseconds before it.
  double rate(std::int64_t at, std::int64_t window) const;

 private:
  std::deque<std::uint32_t> buckets_;
  std::int64_t first_ = 0;  ///< bucket number of buckets_.front()
};

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
  bool built_in = true;
  int place =
      0;  ///< 0 upwards within its role, in order of appearance; stable, so colours and positions are too
};

struct Server : Node {
  NodeId balancer = 0;
  std::uint32_t weight = 1;
  // As the server itself counted.
  std::uint64_t received = 0;
  std::uint64_t ok = 0;
  std::uint64_t errors = 0;
  std::uint64_t in_flight = 0;
  std::uint64_t from_strangers = 0;  ///< calls of clients outside the cast, contained in `received`
  std::uint64_t lost = 0;            ///< calls in flight when it was killed
  bool was_killed = false;           ///< then it may not have told all that it did
  std::map<std::uint8_t, std::uint64_t> by_status;  ///< gRPC status code, failures only
  Histogram latency;                                ///< time inside the server
  Series rate;
  // As the balancer saw it.
  std::uint64_t picks = 0;
  std::uint64_t connections = 0;       ///< open now
  std::uint64_t peak_connections = 0;  ///< the most that were open at once
};

struct Client : Node {
  NodeId balancer = 0;
  std::uint64_t sent = 0;
  std::uint64_t ok = 0;
  std::uint64_t failed = 0;
  std::uint64_t in_flight = 0;
  std::uint64_t lost = 0;                           ///< calls in flight when its process ended
  std::map<std::uint8_t, std::uint64_t> by_status;  ///< gRPC status code, failures only
  std::map<std::string, std::uint64_t> by_server;   ///< as the answers named them
  std::int64_t last_latency = 0;                    ///< nanoseconds, of the last call that ended
  Histogram latency;
  Series rate;
  std::uint64_t connections = 0;  ///< open now
};

struct Balancer : Node {
  Mode mode = Mode::tcp;
  std::string algorithm;
  std::uint64_t picks = 0;
  std::uint64_t failed_picks = 0;
  std::uint64_t retries = 0;
  std::uint64_t forwarded = 0;  ///< calls passed on to a server: HTTP/2 streams (tcp), routed calls (http)
  NodeId last_pick = 0;
  Decision last_decision{};  ///< the first four candidates; all of them in `last_candidates`
  std::vector<Decision::Candidate> last_candidates;
  std::uint64_t downstream = 0;  ///< connections open now
  std::uint64_t upstream = 0;
};

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
  std::uint64_t received = 0;
  std::uint64_t sent = 0;
  std::uint64_t streams = 0;  ///< calls carried
  bool open() const { return closed_at == 0; }
};

/// One call as its three witnesses saw it; a stamp is 0 until (unless) its witness has spoken. A dot on the
/// canvas.
struct CallRecord {
  CallId id = 0;
  NodeId client = 0;
  NodeId server = 0;
  NodeId balancer = 0;
  ConnectionId downstream = 0;
  ConnectionId upstream = 0;
  std::uint8_t status = 0;
  std::uint8_t attempt = 1;
  std::int64_t sent_at = 0;      ///< client
  std::int64_t routed_at = 0;    ///< balancer, mode http
  std::int64_t received_at = 0;  ///< server
  std::int64_t answered_at = 0;  ///< server
  std::int64_t finished_at = 0;  ///< balancer, mode http
  std::int64_t ended_at = 0;     ///< client
};

struct ProblemRecord {
  std::int64_t at = 0;
  NodeId node = 0;
  std::string what;
  std::string remedy;
};

struct MarkRecord {
  std::int64_t at = 0;
  NodeId node = 0;
  NodeState state = NodeState::stopped;
  std::string text;
};

/// Do the witnesses agree? Calls still under way are no disagreement, so calls are compared when nobody has
/// one. Then, for the calls of our own clients:
///  - each server that was never killed counted at least as many OK answers as clients say it gave, and at
///  most as many
///    more as calls failed at clients (an answer may come too late);
///  - servers handled no more attempts than were made (sent and retried), and what they did not handle
///  failed;
///  - a balancer forwarded each attempt that a server handled, and what it forwarded in vain failed.
/// Calls of clients outside the cast are in the balancers' and servers' counts; what became of them is
/// unknown.
struct Agreement {
  std::uint64_t clients_sent = 0;
  std::uint64_t balancer_forwarded = 0;
  std::uint64_t servers_handled = 0;
  bool at_rest = true;                   ///< no call is under way at any client or server
  bool calls = true;                     ///< the three counts fit by the rules above
  std::uint64_t kernel_connections = 0;  ///< of those on the board, how many the kernel's table shows
  std::uint64_t board_connections = 0;   ///< connections the balancers say are open
  bool kernel = true;                    ///< at the last completed sample
};

/// The state of everything, folded from events. The only thing that views, reports, claims and tests read.
/// apply() is pure: the same events in the same order give the same World, on any machine at any time. It
/// never fails: an event about something unknown is kept where it can be, and otherwise ignored. Bounded: the
/// last kMaxCalls calls and kMaxGhosts closed connections are kept; counters never lose anything. Not
/// thread-safe: one thread owns it.
class World {
 public:
  static constexpr std::size_t kMaxCalls = 50'000;
  static constexpr std::size_t kMaxGhosts = 500;
  static constexpr std::size_t kMaxProblems = 100;
  static constexpr std::size_t kMaxMarks = 2'000;

  void apply(const Event& event);

  std::int64_t now() const { return now_; }           ///< the greatest stamp applied
  std::int64_t began() const { return began_; }       ///< the first stamp applied
  std::uint64_t version() const { return version_; }  ///< grows with each event; compare to skip a repaint
  bool running() const { return running_; }           ///< clients were told to run

  // The cast in order of appearance. Removed members stay, with state `removed`, so that counts stay true.
  const std::vector<Server>& servers() const { return servers_; }
  const std::vector<Client>& clients() const { return clients_; }
  const std::vector<Balancer>& balancers() const { return balancers_; }
  const Server* server(NodeId id) const;
  const Client* client(NodeId id) const;
  const Balancer* balancer(NodeId id) const;
  const Node* node(NodeId id) const;

  /// Open connections and the ghosts of closed ones, oldest first.
  const std::deque<Connection>& connections() const { return connections_; }
  const Connection* connection(NodeId balancer, ConnectionId id) const;

  /// The last calls, oldest first, open ones included.
  const std::deque<CallRecord>& calls() const { return calls_; }
  const CallRecord* call(CallId id) const;

  const std::deque<ProblemRecord>& problems() const { return problems_; }
  const std::deque<MarkRecord>& marks() const { return marks_; }

  Agreement agreement() const;
  /// Greatest number of connections that were open at once, by side: "three in, three out".
  std::uint64_t peakDownstream() const { return peak_downstream_; }
  std::uint64_t peakUpstream() const { return peak_upstream_; }
  std::uint64_t kernelSamples() const { return kernel_samples_; }  ///< completed ones
  /// True when the last kernel sample matched the board and no difference was ever in two samples in a row
  /// (report field `kernel_agrees`). One alone may be a reset that the balancer's next turn will find.
  bool kernelAgreedAlways() const {
    return kernel_samples_ > 0 && kernel_mismatches_ == 0 && kernel_matches_;
  }
  std::uint64_t droppedEvents() const;
  /// Jain's index of calls per server: (Σx)² / (n·Σx²); 1 is even, 1/n is all on one; 1 when there were no
  /// calls.
  double fairness() const;
  const Histogram& latency() const { return latency_; }  ///< all clients' calls, as they saw them

 private:
  /// Where a member is, by NodeId.
  struct Place {
    Role role = Role::server;
    std::int32_t index = -1;  ///< -1: nobody
  };
  /// One end of a connection, named well enough to find it: "the socket at `end` that talks to `port`".
  struct EndKey {
    Endpoint end;
    std::uint16_t port = 0;
    bool operator==(const EndKey&) const = default;
  };
  struct EndHash {
    std::size_t operator()(const EndKey& key) const noexcept {
      return std::hash<Endpoint>()(key.end) ^ key.port * 0x9E3779B1U;
    }
  };
  using ConnectionKey = std::uint64_t;
  static ConnectionKey keyOf(NodeId balancer, ConnectionId id) { return std::uint64_t{balancer} << 32 | id; }

  // world_cast.cpp
  void define(const Event& event);
  void add(const Event& event);
  void changeState(const Event& event);
  void changeWeight(const Event& event);
  void changePolicy(const Event& event);
  void addProblem(const Event& event);
  void addMark(const Event& event);
  Server* findServer(NodeId id);
  Client* findClient(NodeId id);
  Balancer* findBalancer(NodeId id);
  std::string text(const Event& event, TextId id) const;
  // world_calls.cpp
  CallRecord& record(CallId id);
  void callStarted(const Event& event);
  void callEnded(const Event& event);
  void callReceived(const Event& event);
  void callAnswered(const Event& event);
  void callRouted(const Event& event);
  void callFinished(const Event& event);
  void callRetried(const Event& event);
  void findPath(CallRecord& record, const EndKey& upstream_end);
  void takePath(CallRecord& record, const Connection& upstream);
  // world_connections.cpp
  void opened(const Event& event);
  void joined(const Event& event);
  void closed(const Event& event);
  void traffic(const Event& event);
  void streams(const Event& event);
  void picked(const Event& event);
  void owned(const Event& event);
  void socketSeen(const Event& event);
  void socketGone(const Event& event);
  void compareWithKernel();
  Connection* findConnection(NodeId balancer, ConnectionId id);
  Connection* findByEnd(const std::unordered_map<EndKey, ConnectionKey, EndHash>& ends, const EndKey& key);
  void setClient(Connection& connection, NodeId client);
  void setServer(Connection& connection, NodeId server);
  void forgetOldGhosts();

  std::int64_t now_ = 0;
  std::int64_t began_ = 0;
  std::uint64_t version_ = 0;
  bool running_ = false;
  std::vector<Server> servers_;
  std::vector<Client> clients_;
  std::vector<Balancer> balancers_;
  std::vector<Place> places_;
  std::unordered_map<std::uint64_t, std::string> texts_;
  std::deque<Connection> connections_;
  std::unordered_map<ConnectionKey, std::uint64_t>
      connection_index_;                ///< position in connections_, counted from the first ever
  std::uint64_t first_connection_ = 0;  ///< that of connections_.front()
  std::size_t ghosts_ = 0;
  std::unordered_map<EndKey, ConnectionKey, EndHash>
      upstream_ends_;  ///< the balancer's end, towards a server's port
  std::unordered_map<EndKey, ConnectionKey, EndHash>
      downstream_ends_;  ///< the client's end, towards the balancer's port
  std::unordered_map<EndKey, NodeId, EndHash> early_owners_;  ///< owners of connections not told of yet
  std::deque<CallRecord> calls_;
  std::unordered_map<CallId, std::uint64_t> call_index_;
  std::uint64_t first_call_ = 0;
  std::unordered_map<EndKey, std::vector<CallId>, EndHash>
      pathless_;  ///< calls that came before their connection
  std::deque<ProblemRecord> problems_;
  std::deque<MarkRecord> marks_;
  NodeId deciding_ = 0;  ///< balancer of the pick whose further candidates may follow
  std::uint64_t open_downstream_ = 0;
  std::uint64_t open_upstream_ = 0;
  std::uint64_t peak_downstream_ = 0;
  std::uint64_t peak_upstream_ = 0;
  std::set<std::pair<Endpoint, Endpoint>> sockets_;  ///< the kernel's table: local, remote
  std::uint64_t kernel_samples_ = 0;
  std::uint64_t kernel_mismatches_ = 0;
  std::uint64_t kernel_found_ = 0;
  std::uint64_t kernel_expected_ = 0;
  bool kernel_matches_ = true;
  std::set<ConnectionKey> missing_;  ///< open on the board, not in the kernel's last sample
  bool unknown_ = false;  ///< the kernel's last sample showed a connection that is not on the board
  std::map<std::pair<Witness, NodeId>, std::uint64_t> dropped_;  ///< totals, by writer
  Histogram latency_;
};

}  // namespace switchyard
