// SPDX-License-Identifier: GPL-3.0-or-later
// Names that peers choose: whoever signs each answer with a fresh one costs no more memory than whoever does
// not, and nobody else's names are lost by it.
#include "core/event/text_table.h"
#include "core/evidence/answers.h"
#include "core/history/packed_world.h"
#include "tests/core/event/play.h"

#include <catch2/catch.hpp>

using namespace switchyard;

namespace {

/// A client that calls a server of the cast, and that somebody else answers, too.
struct Board {
  Play play;
  NodeId server = play.addServer();
  NodeId client = play.addClient();
  Play::Line line = play.connect(client, server);
  std::uint64_t calls = 1'000'000;

  void answerBy(const std::string& name) { play.endSigned(callId(client, ++calls), name); }
  void flood(int count) {
    for (int i = 0; i < count; ++i) answerBy("fresh name " + std::to_string(calls));
  }
};

std::uint64_t answersBy(const std::string& name, const World& world, NodeId client) {
  for (const auto& [server, count] : answersTo(world, *world.client(client)))
    if (server == name) return count;
  return 0;
}

}  // namespace

TEST_CASE("a flood of names takes the room of a few, and each answer is counted") {
  Board board;
  board.flood(2'000);
  const auto after_some = PackedWorld(board.play.world()).bytes();
  board.flood(50'000);
  const auto world = board.play.world();
  CHECK(PackedWorld(world).bytes() < after_some + after_some / 10);
  const auto& client = *world.client(board.client);
  CHECK(client.by_name.size() == World::kMaxNames);
  CHECK(client.by_other_names == 52'000 - World::kMaxNames);
  CHECK(client.ok == 52'000);
}

TEST_CASE(
    "after a flood of names the next server, the next problem and the next answer of the cast have theirs") {
  Board board;
  board.flood(400'000);
  const auto late_server = board.play.addServer();
  const auto late_client = board.play.addClient();
  board.play.call(board.line);
  board.play.endSigned(callId(late_client, 1), "somebody");
  const auto world = board.play.world();
  CHECK(world.server(late_server)->name == "srv" + std::to_string(late_server));
  CHECK(answersBy(world.server(board.server)->name, world, board.client) == 1);
  CHECK(answersBy("somebody", world, late_client) == 1);
}

TEST_CASE("a recording that never ends to tell texts takes the room of 300,000 of them, or of 32 MiB") {
  const auto parts = GENERATE(std::uint8_t{1}, TextPart::most);
  World world;
  std::uint32_t told = 0;
  const auto tellUntil = [&](std::uint32_t texts) {
    for (; told < texts; ++told)
      for (std::uint8_t part = 0; part < parts; ++part) {
        Event event(1, Kind::text, Witness::lab, static_cast<NodeId>(told / TextTable::kMost));
        event.text.id = 1 + told;
        event.text.part = part;
        event.text.length = TextPart::capacity;
        world.apply(event);
      }
    return PackedWorld(world).bytes();
  };
  const std::uint32_t most = parts == 1 ? 300'000 : (32U << 20) / (parts * TextPart::capacity);
  const auto full = tellUntil(most);
  CHECK(tellUntil(2 * most) < full + full / 10);
}

TEST_CASE("a name that comes back after others is known again") {
  Board board;
  board.answerBy("regular");
  board.flood(1'000);
  board.answerBy("regular");
  CHECK(answersBy("regular", board.play.world(), board.client) == 2);
}

TEST_CASE("a stranger who signs as a built-in server is not taken for it") {
  Board board;
  board.play.call(board.line);
  const auto name = board.play.world().server(board.server)->name;
  board.answerBy(name);
  const auto world = board.play.world();
  CHECK(world.server(board.server)->ok_at_clients == 1);
  CHECK(world.client(board.client)->by_name == std::map<std::string, std::uint64_t>{{name, 1}});
}

TEST_CASE("a server that is no switchyard-node of ours is known by its name") {
  Board board;
  const auto external = board.play.addServer(/*built_in=*/false);
  board.answerBy("srv" + std::to_string(external));
  const auto world = board.play.world();
  CHECK(world.server(external)->ok_at_clients == 1);
  CHECK(world.client(board.client)->by_name.empty());
}

TEST_CASE("a name whose first part was lost on its way is no other name") {
  World world;
  int told = 0;
  TextTable table(Witness::lab, 0, [&](const Event& part) {
    if (++told != static_cast<int>(TextTable::kMost) + 1) world.apply(part);
  });
  for (std::size_t i = 0; i < TextTable::kMost; ++i) table.id("name " + std::to_string(i), 1);
  Event problem(1, Kind::problem, Witness::lab, 0);
  problem.problem = {.what = table.id("lost", 1), .remedy = 0};
  world.apply(problem);
  CHECK(world.problems().back().what.empty());
}
