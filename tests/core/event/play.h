// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/text_table.h"
#include "core/world/world.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace switchyard {

/// A run as its witnesses would tell it: each writes its own words, in order, with true stamps. What a World
/// makes of them may then be asked in any order of arrival, and with one word changed.
class Play {
 public:
  static constexpr std::int64_t kMillisecond = 1'000'000;
  static constexpr NodeId kBalancer = 1;

  /// A connection through the balancer: both halves.
  struct Line {
    NodeId balancer = 0;
    NodeId client = 0;
    NodeId server = 0;
    ConnectionId downstream = 0;
    ConnectionId upstream = 0;
    Endpoint clients_end;
    Endpoint balancers_end;
    std::uint64_t streams = 0;
  };

  explicit Play(Mode mode = Mode::tcp);

  NodeId addServer(bool built_in = true);
  NodeId addClient(NodeId balancer = kBalancer);
  Line connect(NodeId client, NodeId server);
  void close(const Line& line, CloseReason reason = CloseReason::client_closed);
  void state(NodeId node, NodeState state, Cause cause = Cause::asked, std::int32_t pid = 0);

  // The words about one call, one each.
  CallId start(NodeId client);
  void forward(Line& line);  ///< mode tcp: one more stream; told with the next tick
  void route(CallId call, Line& line, std::uint8_t attempt = 1);  ///< mode http
  void retry(CallId call, std::uint8_t attempt);                  ///< mode http
  void receive(CallId call, NodeId server, const Endpoint& peer);
  void answer(CallId call, NodeId server, std::uint8_t status = 0);
  void finish(CallId call);  ///< mode http
  void end(CallId call, NodeId server, std::uint8_t status = 0);
  void endSigned(CallId call, const std::string& name);  ///< OK, by somebody outside the cast
  /// A whole call over `line`, 4 ms from start to end.
  CallId call(Line& line, std::uint8_t status = 0);
  CallId strangersCall(Line& line);

  /// One complete kernel sample that shows these connections' own ends.
  void sample(const std::vector<Line>& lines, const std::vector<std::pair<Endpoint, Endpoint>>& others = {});
  /// Nothing happens for so long; a mark carries the clock.
  void rest(std::int64_t time);
  void pass(std::int64_t time) { now_ += time; }
  std::int64_t now() const { return now_; }
  Event& event(Kind kind, Witness witness, NodeId node);  ///< writes one more

  /// Everything that was told, as it happened.
  std::vector<Event> told() const;
  World world() const;
  /// The same, with the words of different processes in another order; those of one process keep theirs.
  std::vector<Event> shuffled(unsigned seed) const;

 private:
  using Writer = std::pair<Witness, NodeId>;
  void introduce(NodeId node, Role role, const std::string& name, const Endpoint& address, NodeId balancer,
                 bool built_in);
  TextId text(Witness witness, NodeId node, const std::string& words);

  Mode mode_;
  std::int64_t now_ = 1'000'000'000;
  std::map<Writer, std::vector<std::pair<std::size_t, Event>>>
      words_;  ///< by writer, with their order of happening
  std::size_t order_ = 0;
  std::map<Writer, TextTable> texts_;
  std::map<NodeId, Endpoint> addresses_;
  std::map<NodeId, std::uint64_t> numbers_;
  NodeId last_node_ = kBalancer;
  ConnectionId last_connection_ = 0;
  std::uint16_t next_port_ = 20'000;
};

}  // namespace switchyard
