// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/event.h"
#include "core/world/agreement.h"
#include "core/world/call_book.h"
#include "core/world/connection_book.h"
#include "core/world/kernel_table.h"
#include "core/world/members.h"
#include "core/world/records.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace switchyard {

/// The state of everything, folded from events. The only thing that views, reports, claims and tests read.
///
/// apply() is pure: the same events in the same order give the same World, on any machine at any time. It
/// never fails: an event that is not well-formed is ignored, one about something unknown is kept where it can
/// be. The words of different processes about one call may come in any order; those of one process come in
/// its own. Bounded: the last kMaxCalls calls and at least kMaxGhosts closed connections are kept; counters
/// never lose anything. A copy is a snapshot: it shares nothing, and goes on alike when the same events
/// follow. Pointers and references into a World are good until the next apply(). Not thread-safe: one thread
/// owns it.
class World {
 public:
  static constexpr std::size_t kMaxCalls = CallBook::kMost;
  static constexpr std::size_t kMaxGhosts = ConnectionBook::kMostGhosts;
  static constexpr std::size_t kMaxProblems = 100;
  static constexpr std::size_t kMaxMarks = 2'000;
  static constexpr std::size_t kMaxCommands = 500;
  static constexpr std::size_t kMaxNodes = 10'000;
  static constexpr std::size_t kMaxNames = 32;  ///< Client::by_name

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
  const std::deque<Connection>& connections() const { return connections_.all(); }
  const Connection* connection(NodeId balancer, ConnectionId id) const {
    return connections_.find(balancer, id);
  }

  /// The last calls in the order in which they were first heard of, those under way included.
  const std::deque<CallRecord>& calls() const { return calls_.all(); }
  /// Also finds a call that is still under way though it is no longer among the last.
  const CallRecord* call(CallId id) const { return calls_.find(id); }

  const std::deque<ProblemRecord>& problems() const { return problems_; }
  const std::deque<MarkRecord>& marks() const { return marks_; }
  /// The last commands that the lab obeyed, oldest first.
  const std::deque<CommandRecord>& commands() const { return commands_; }
  /// How the last command to heal ended; `at` is 0 when none has.
  const HealRecord& lastHeal() const { return last_heal_; }

  Agreement agreement() const;
  /// Greatest number of connections that were open at once, by side: "three in, three out".
  std::uint64_t peakDownstream() const { return peak_downstream_; }
  std::uint64_t peakUpstream() const { return peak_upstream_; }
  std::uint64_t kernelSamples() const { return kernel_.samples(); }  ///< completed ones
  /// True when the last kernel sample matched the board exactly and no difference ever lasted for two samples
  /// (report field `kernel_agrees`).
  bool kernelAgreedAlways() const { return kernel_.agreedAlways(); }
  std::uint64_t droppedEvents() const;
  /// Jain's index of calls per server that was not removed: (Σx)² / (n·Σx²); 1 is even, 1/n is all on one; 1
  /// when there were no calls.
  double fairness() const;
  const Histogram& latency() const { return latency_; }  ///< all clients' calls, as they saw them
  const Series& rate() const { return ended_; }          ///< all clients' calls that ended

  /// Every member, for PackedWorld.
  template <typename Self>
  static auto fields(Self& self) {
    return std::tie(self.now_, self.began_, self.version_, self.running_, self.servers_, self.clients_,
                    self.balancers_, self.places_, self.texts_, self.text_bytes_, self.calls_,
                    self.connections_, self.early_owners_, self.pathless_, self.pathless_count_,
                    self.earlier_attempts_, self.problems_, self.marks_, self.commands_, self.last_heal_,
                    self.kernel_, self.deciding_, self.open_downstream_, self.open_upstream_,
                    self.peak_downstream_, self.peak_upstream_, self.strangers_forwarded_,
                    self.strangers_unobserved_, self.not_forwarded_, self.ended_, self.received_,
                    self.dropped_, self.latency_);
  }
  friend bool operator==(const World&, const World&) = default;

 private:
  /// Where a member is, by NodeId.
  struct Place {
    Role role = Role::server;
    std::int32_t index = -1;  ///< -1: nobody
    friend bool operator==(const Place&, const Place&) = default;
  };
  /// In the place of all texts of its writer whose ids are alike modulo TextTable::kMost: the last one.
  struct Text {
    TextId id = 0;
    std::string words;
    NodeId server = 0;               ///< the server of this name that is not built in, once looked for
    std::uint32_t looked_among = 0;  ///< how many servers there were then
    template <typename Self>
    static auto fields(Self& self) {
      return std::tie(self.id, self.words, self.server, self.looked_among);
    }
    friend bool operator==(const Text&, const Text&) = default;
  };
  struct Dropped {
    std::uint64_t before = 0;  ///< by earlier processes of this node
    std::uint64_t told = 0;
    friend bool operator==(const Dropped&, const Dropped&) = default;
  };

  // world_cast.cpp
  void define(const Event& event);
  void add(const Event& event);
  void changeState(const Event& event);
  void changeHealth(const Event& event);
  void changeWeight(const Event& event);
  void changePolicy(const Event& event);
  void changeBehaviour(const Event& event);
  void changeRate(const Event& event);
  void addCommand(const Event& event);
  void addProblem(const Event& event);
  void addMark(const Event& event);
  void addMark(const MarkRecord& mark);
  void countDropped(const Event& event);
  Server* findServer(NodeId id) { return const_cast<Server*>(server(id)); }
  Client* findClient(NodeId id) { return const_cast<Client*>(client(id)); }
  Balancer* findBalancer(NodeId id) { return const_cast<Balancer*>(balancer(id)); }
  Text* findText(const Event& event, TextId id);
  std::string text(const Event& event, TextId id);
  Server* serverNamed(Text& name);

  // world_calls.cpp
  Client* callerOf(CallId id);  ///< null: a client outside the cast
  CallRecord& record(CallId id);
  void callStarted(const Event& event);
  void callEnded(const Event& event);
  void callReceived(const Event& event);
  void callAnswered(const Event& event);
  void callRouted(const Event& event);
  void callFinished(const Event& event);
  void callRetried(const Event& event);
  void countOutcome(Client& client, const Event& event);
  void countOutcome(Server& server, const Event& event);
  void countForeign(Client& client, const std::string& name);
  void measure(Client& client, const CallRecord& call);
  void setAside(CallId id, NodeId server, std::int64_t received_at);
  void displaceAttempt(CallRecord& call);
  void findPath(CallRecord& call, const EndKey& upstream_end, std::int64_t received_at);
  void takePath(CallRecord& call, Connection& upstream);
  void takeWaiting(Connection& upstream);
  void countArrival(CallRecord& call);

  // world_connections.cpp
  void opened(const Event& event);
  void joined(const Event& event);
  void closed(const Event& event);
  void close(Connection& connection, const Event& event, CloseReason reason);
  void traffic(const Event& event);
  void streams(const Event& event);
  void countHttp2(const Event& event);
  void picked(const Event& event);
  void owned(const Event& event);
  bool reports(NodeId server) const;
  void setClient(Connection& connection, NodeId client);
  void setServer(Connection& connection, NodeId server);
  void tally(const Connection& connection, std::uint64_t times);
  /// Changes a connection's counts, its members or its end, and with them all sums that contain it.
  template <typename Change>
  void recount(Connection& connection, Change change) {
    tally(connection, ~std::uint64_t{0});  // minus one time
    change();
    tally(connection, 1);
  }

  // world_agreement.cpp
  bool clientsAgree(std::uint64_t recent) const;
  bool serversAgree(std::uint64_t recent) const;

  std::int64_t now_ = 0;
  std::int64_t began_ = 0;
  std::uint64_t version_ = 0;
  bool running_ = false;
  std::vector<Server> servers_;
  std::vector<Client> clients_;
  std::vector<Balancer> balancers_;
  std::vector<Place> places_;
  std::unordered_map<std::uint64_t, Text> texts_;
  std::uint64_t text_bytes_ = 0;  ///< of all their words
  CallBook calls_;
  ConnectionBook connections_;
  std::unordered_map<EndKey, NodeId, EndHash> early_owners_;  ///< of connections not told of yet
  std::unordered_map<EndKey, std::vector<std::pair<CallId, std::int64_t>>, EndHash>
      pathless_;  ///< calls that came before their connection
  std::size_t pathless_count_ = 0;
  std::map<std::pair<NodeId, CallId>, std::int64_t>
      earlier_attempts_;  ///< received, not answered, tried again
  std::deque<ProblemRecord> problems_;
  std::deque<MarkRecord> marks_;
  std::deque<CommandRecord> commands_;
  HealRecord last_heal_;
  KernelTable kernel_;
  NodeId deciding_ = 0;  ///< balancer of the pick whose further candidates may follow
  std::uint64_t open_downstream_ = 0;
  std::uint64_t open_upstream_ = 0;
  std::uint64_t peak_downstream_ = 0;
  std::uint64_t peak_upstream_ = 0;
  std::uint64_t strangers_forwarded_ = 0;
  std::uint64_t strangers_unobserved_ = 0;  ///< of these, those to servers that do not report
  std::uint64_t not_forwarded_ =
      0;             ///< calls that arrived over a connection and its balancer knows nothing of
  Series ended_;     ///< calls, by all clients
  Series received_;  ///< calls, by all servers
  std::map<std::pair<Witness, NodeId>, Dropped> dropped_;
  Histogram latency_;
};

}  // namespace switchyard
