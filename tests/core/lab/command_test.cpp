// SPDX-License-Identifier: GPL-3.0-or-later
// Commands are values that events carry, and a recording of a run shows all that was done to it.
#include "core/command/command.h"

#include "core/history/history.h"
#include "core/history/recording.h"
#include "core/history/replay.h"
#include "tests/core/lab/laboratory.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <limits>
#include <vector>

using namespace switchyard;
using namespace switchyard::lab_test;

namespace {

std::vector<Command> everyCommand() {
  using namespace command;
  return {Run{},
          Pause{},
          RunSteadily{2.5},
          Send{3, 1'000'000'000'000},
          SetRate{4, 0.25},
          Start{5},
          Stop{6},
          Kill{7},
          Freeze{8},
          Thaw{9},
          Remove{10},
          Heal{},
          Slow{11, 100ms},
          SetLatency{12, 1h, 3us},
          SetFailures{13, 0.2},
          SetWeight{14, 256},
          SetExclusion{15, Exclusion::maintenance},
          SetPolicy{16, "hdr(x-user) consistent 150"},
          SetMode{17, Mode::http},
          AddServer{18, 65'535},
          AddClient{19, 20},
          ListenAsWritten{}};
}

/// As an event carries it.
CommandRecord carried(const Command& command) {
  std::string words;
  const auto told = asCommanded(command, [&](const std::string& text) {
    words = text;
    return TextId{1};
  });
  return {.at = 1, .node = nodeOf(command), .command = told, .text = words};
}

struct File {
  std::string path = std::filesystem::temp_directory_path() / ("commands-" + std::to_string(getpid()));
  ~File() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("a command that an event carried is the same value again") {
  const auto commands = everyCommand();
  REQUIRE(commands.size() == std::variant_size_v<Command>);
  for (const auto& command : commands) {
    INFO(command.index());
    const auto again = commandFrom(carried(command));
    REQUIRE(again);
    CHECK(again->index() == command.index());
    CHECK(nodeOf(*again) == nodeOf(command));
    CHECK(carried(*again) == carried(command));
  }
}

TEST_CASE("what no lab could have obeyed is no command") {
  const auto spoilt = [](const Command& command, std::uint64_t value) {
    auto record = carried(command);
    record.command.values[0] = value;
    return commandFrom(record);
  };
  CHECK_FALSE(spoilt(command::SetMode{1, Mode::tcp}, 2));
  CHECK_FALSE(spoilt(command::SetExclusion{1, Exclusion::none}, static_cast<std::uint64_t>(Exclusion::full)));
  CHECK_FALSE(spoilt(command::SetExclusion{1, Exclusion::none}, 1'000));
  CHECK_FALSE(spoilt(command::SetWeight{1, 1}, std::uint64_t{1} << 32));
  CHECK_FALSE(spoilt(command::Slow{1, 1ms}, std::numeric_limits<std::uint64_t>::max()));
  CHECK_FALSE(spoilt(command::SetRate{1, 1}, 0x7FF8'0000'0000'0000));  // not a number
  auto record = carried(command::Run{});
  record.command.verb = std::variant_size_v<Command>;
  CHECK_FALSE(commandFrom(record));
}

TEST_CASE("a recording of a run in which much was done replays equal, event by event") {
  const File file;
  auto writer = RecordingWriter::create(file.path, {});
  REQUIRE(writer);
  World live;
  {
    Laboratory laboratory(scenarioOn(freePorts(4), "http", clientsCalling({0, 0})));
    laboratory.setTap([&](const Event& event) { (*writer)->append(event); });
    laboratory.lab().start();
    REQUIRE(laboratory.awaitEverybody());
    const auto& world = laboratory.world();
    const auto srv1 = world.servers()[0].id, srv2 = world.servers()[1].id, srv3 = world.servers()[2].id;
    for (const Command& command : std::vector<Command>{
             command::RunSteadily{100}, command::Slow{srv1, 5ms}, command::SetFailures{srv2, 0.5},
             command::SetWeight{srv3, 5}, command::SetExclusion{srv1, Exclusion::draining},
             command::Freeze{srv2}, command::Kill{srv3}, command::Thaw{srv2},
             command::SetRate{world.clients()[0].id, 300}, command::Heal{}, command::Pause{}}) {
      const auto obeyed = world.commands().size();
      laboratory.lab().submit(command);
      REQUIRE(laboratory.await([&] { return world.commands().size() > obeyed; }));
      CHECK(commandFrom(world.commands().back())->index() == command.index());
      laboratory.take(30ms);
    }
    REQUIRE(laboratory.await([&] { return world.lastHeal().at > 0; }));
    REQUIRE(laboratory.awaitAgreement());
    live = world;
  }
  REQUIRE((*writer)->finish());

  World again;
  History history;
  std::size_t slowed = 0, failing = 0, drained = 0, heavy = 0, frozen = 0;
  const auto take = [&](std::span<const Event> events) -> const World& {
    for (const auto& event : events) {
      again.apply(event);
      history.append(event, again);
      if (again.servers().size() < 3) continue;
      slowed += again.servers()[0].behaviour.latency == 5'000'000;
      failing += again.servers()[1].behaviour.fail == 0.5;
      drained += again.servers()[0].behaviour.exclusion == Exclusion::draining;
      heavy += again.servers()[2].weight == 5;
      frozen += again.servers()[1].state == NodeState::frozen;
    }
    return again;
  };
  const auto read = replay(file.path, take, [](double) { return true; });
  REQUIRE(read);
  CHECK(read->damaged == 0);
  CHECK((again == live));
  CHECK((history.at(history.end()) == live));
  for (const auto seen : {slowed, failing, drained, heavy, frozen}) CHECK(seen > 0);
  for (const auto& server : live.servers()) {
    CHECK(server.behaviour == server.written);
    CHECK(server.weight == server.written_weight);
  }
}
