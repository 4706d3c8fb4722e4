// SPDX-License-Identifier: GPL-3.0-or-later
// A reader who is much too slow for a flood of calls: it is told of all that is, and how much it was not
// told.
#include "core/event/ring.h"
#include "tests/core/event/play.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

using namespace switchyard;

namespace {

constexpr int kConnections = 2'000;
constexpr std::uint64_t kCalls = 2'000'000;

/// Connections come and go, servers too.
Play states() {
  Play play;
  const NodeId servers[] = {play.addServer(), play.addServer(), play.addServer()};
  const NodeId clients[] = {play.addClient(), play.addClient()};
  for (int i = 0; i < kConnections; ++i) {
    play.pass(Play::kMillisecond);
    const auto line = play.connect(clients[i % 2], servers[i % 3]);
    if (i % 7 != 0) play.close(line);
    if (i % 50 == 0) play.state(servers[i / 50 % 3], i % 100 == 0 ? NodeState::down : NodeState::ready);
  }
  return play;
}

/// What is open, and who ended how.
std::vector<std::pair<ConnectionId, CloseReason>> linesOf(const World& world) {
  std::vector<std::pair<ConnectionId, CloseReason>> lines;
  for (const auto& one : world.connections()) lines.emplace_back(one.id, one.reason);
  return lines;
}

std::vector<std::pair<std::string, NodeState>> castOf(const World& world) {
  std::vector<std::pair<std::string, NodeState>> cast;
  for (const auto& server : world.servers()) cast.emplace_back(server.name, server.state);
  for (const auto& client : world.clients()) cast.emplace_back(client.name, client.state);
  return cast;
}

}  // namespace

TEST_CASE("aRingThatIsTooSmallForAFloodOfCallsLosesNoState") {
  constexpr std::size_t kTakenAtOnce = 50;
  const auto told = states().told();
  const auto calls_between = kCalls / told.size();
  World heard;
  World read;
  EventRing ring(256);
  std::vector<Event> taken(kTakenAtOnce);
  const auto read_some = [&] {
    ring.publish();
    const auto count = ring.read(taken);
    for (std::size_t i = 0; i < count; ++i) read.apply(taken[i]);
    return count;
  };
  const NodeId client = 5;
  std::uint64_t written = 0;
  for (const auto& event : told) {
    for (std::uint64_t i = 0; i < calls_between && heard.client(client) != nullptr; ++i, ++written) {
      Event call(event.at, Kind::call_started, Witness::client, client);
      call.call.call = callId(client, written + 1);
      ring.write(call);
    }
    heard.apply(event);
    ring.write(event);  // it finds the ring full
    read_some();
  }
  while (read_some() > 0) continue;
  CHECK(linesOf(read) == linesOf(heard));
  CHECK(castOf(read) == castOf(heard));
  CHECK(read.peakDownstream() == heard.peakDownstream());
  CHECK(read.droppedEvents() > kCalls / 2);
  const auto picks = heard.balancers()[0].picks - read.balancers()[0].picks;  // may be dropped, too
  CHECK(read.client(client)->sent + read.droppedEvents() == written + picks);
}
