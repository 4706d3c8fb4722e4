// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/recording.h"

#include "core/history/replay.h"
#include "core/world/world.h"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <span>
#include <vector>

using namespace switchyard;

namespace {

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("recording-" + std::to_string(getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file(const char* name) const { return path / name; }
};

Event call(std::int64_t at, Kind kind, NodeId node, CallId id) {
  Event event(at, kind, Witness::client, node);
  event.call.call = id;
  return event;
}

/// All of a recording.
struct Read {
  RecordingHeader header;
  std::vector<Event> events;
  std::uint64_t damaged = 0;
  bool cut = false;
};

Result<Read> readRecording(const std::string& path) {
  auto reader = RecordingReader::open(path);
  if (!reader) return reader.error();
  Read all{.header = reader->header(), .events = {}};
  std::vector<Event> piece(100);
  for (;;) {
    const auto count = reader->read(piece);
    if (!count) return count.error();
    if (*count == 0) break;
    all.events.insert(all.events.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*count));
  }
  all.damaged = reader->damaged();
  all.cut = reader->cut();
  return all;
}

std::string record(const Folder& folder, int calls) {
  const auto file = folder.file("r.switchyard");
  auto writer = RecordingWriter::create(file, {"1.0", "three servers", "frontend f"});
  REQUIRE(writer);
  for (int i = 0; i < calls; ++i)
    (*writer)->append(call(i + 1, Kind::call_started, 1, callId(1, static_cast<unsigned>(i) + 1)));
  REQUIRE((*writer)->finish());
  return file;
}

}  // namespace

TEST_CASE("a recording gives back its header and every event") {
  Folder folder;
  const auto recording = readRecording(record(folder, 1000));
  REQUIRE(recording);
  CHECK(recording->header.scenario == "three servers");
  CHECK(recording->header.source == "frontend f");
  REQUIRE(recording->events.size() == 1000);
  CHECK(recording->events[999].call.call == callId(1, 1000));
}

TEST_CASE("an abandoned recording leaves no file behind") {
  Folder folder;
  { REQUIRE(RecordingWriter::create(folder.file("r.switchyard"), {})); }
  CHECK(std::filesystem::is_empty(folder.path));
}

TEST_CASE(
    "a recording that was cut anywhere is read up to its last whole event, and it is told that it was cut") {
  Folder folder;
  const auto file = record(folder, 250);
  const auto whole = std::filesystem::file_size(file);
  CHECK_FALSE(readRecording(file)->cut);
  for (const unsigned missing : {1U, 5U, 63U, 64U, 65U, 128U, 64U * 150U, 64U * 151U, 64U * 251U}) {
    record(folder, 250);
    std::filesystem::resize_file(file, whole - missing);
    const auto recording = readRecording(file);
    INFO(missing);
    REQUIRE(recording);
    CHECK(recording->cut);
    CHECK(recording->events.size() == 250 + 1 - (missing + 63) / 64);
    CHECK(recording->damaged == 0);
  }
}

TEST_CASE("a recording of a length that is a multiple of the reader's piece has its end, too") {
  Folder folder;
  for (const int events : {98, 99, 100, 101, 199, 200}) {
    const auto recording = readRecording(record(folder, events));
    REQUIRE(recording);
    CHECK_FALSE(recording->cut);
    CHECK(recording->events.size() == static_cast<std::size_t>(events));
  }
}

TEST_CASE("a recording of the version before the end mark is read, and not called cut") {
  Folder folder;
  const auto file = record(folder, 10);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - sizeof(Event));
  std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
  bytes.seekp(8);
  bytes.put(1);
  bytes.close();
  const auto recording = readRecording(file);
  REQUIRE(recording);
  CHECK_FALSE(recording->cut);
  CHECK(recording->events.size() == 10);
}

TEST_CASE("what was written is there to read while the program still runs, and should it be killed") {
  Folder folder;
  auto writer = RecordingWriter::create(folder.file("r.switchyard"), {"1.0", "s", ""});
  REQUIRE(writer);
  for (int i = 1; i <= 10'000; ++i) (*writer)->append(call(i, Kind::call_started, 1, 1));
  const auto part = readRecording(folder.file("r.switchyard.part"));
  REQUIRE(part);
  CHECK(part->events.size() > 4000);
  CHECK_FALSE(std::filesystem::exists(folder.file("r.switchyard")));
}

TEST_CASE("a recording takes the place of an older one only when it is finished") {
  Folder folder;
  const auto file = record(folder, 5);
  auto writer = RecordingWriter::create(file, {});
  REQUIRE(writer);
  (*writer)->append(call(1, Kind::call_started, 1, 1));
  CHECK(readRecording(file)->events.size() == 5);
  REQUIRE((*writer)->finish());
  CHECK(readRecording(file)->events.size() == 1);
}

TEST_CASE("what is no recording is refused with a reason") {
  Folder folder;
  CHECK_FALSE(readRecording(folder.file("missing")));
  std::ofstream(folder.file("text")) << "frontend f\n  bind :1\n";
  const auto text = readRecording(folder.file("text"));
  REQUIRE_FALSE(text);
  CHECK(text.error().what.find("not a recording") != std::string::npos);
  CHECK_FALSE(readRecording(folder.path));
  CHECK_FALSE(readRecording("/dev/zero"));
  const auto file = record(folder, 3);
  for (std::uintmax_t size = 0; size < 28 + 3 + 13 + 10; ++size) {  // its header in part
    std::filesystem::resize_file(file, std::filesystem::file_size(file) > size ? size : 0);
    const auto cut = readRecording(file);
    REQUIRE_FALSE(cut);
    CHECK_FALSE(cut.error().remedy.empty());
    record(folder, 3);
  }
}

TEST_CASE("a recording of another format is refused") {
  Folder folder;
  const auto file = record(folder, 3);
  std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
  bytes.seekp(8);
  bytes.put(99);
  bytes.close();
  const auto recording = readRecording(file);
  REQUIRE_FALSE(recording);
  CHECK(recording.error().what.find("another version") != std::string::npos);
}

TEST_CASE("damaged events are left out and counted") {
  Folder folder;
  const auto file = record(folder, 10);
  std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
  bytes.seekp(-64 * 4 + 8, std::ios::end);  // the kind of the third event from the end
  bytes.put(static_cast<char>(200));
  bytes.close();
  const auto recording = readRecording(file);
  REQUIRE(recording);
  CHECK(recording->events.size() == 9);
  CHECK(recording->damaged == 1);
}

TEST_CASE("a full disk is an error at the end, not a crash") {
  if (access("/dev/full", W_OK) != 0) return;
  auto writer = RecordingWriter::create("/dev/full", {});
  REQUIRE(writer);
  for (int i = 0; i < 10'000; ++i) (*writer)->append(call(i + 1, Kind::call_started, 1, 1));
  const auto finished = (*writer)->finish();
  REQUIRE_FALSE(finished);
  CHECK(finished.error().what.find("No space left") != std::string::npos);
}

TEST_CASE("random damage is refused or survived by the World") {
  Folder folder;
  const auto file = record(folder, 50);
  std::ifstream original(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(original)), {});
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    auto damaged = bytes;
    for (int i = 0; i < 20; ++i) damaged[random() % damaged.size()] = static_cast<char>(random());
    std::ofstream(folder.file("damaged"), std::ios::binary) << damaged;
    const auto recording = readRecording(folder.file("damaged"));
    if (!recording) continue;
    World world;
    for (const auto& event : recording->events) world.apply(event);
    CHECK(world.version() == recording->events.size());
  }
}

TEST_CASE("reading a recording tells how far it is, and can be given up") {
  Folder folder;
  const auto file = record(folder, 20'000);
  World world;
  std::vector<double> steps;
  const auto apply = [&](std::span<const Event> events) -> const World& {
    for (const auto& event : events) world.apply(event);
    return world;
  };
  const auto whole = replay(file, apply, [&](double done) {
    steps.push_back(done);
    return true;
  });
  REQUIRE(whole);
  CHECK(whole->events == 20'000);
  CHECK(steps.size() > 3);
  CHECK(std::is_sorted(steps.begin(), steps.end()));
  CHECK(steps.back() == 1);

  const auto given_up = replay(file, apply, [&](double done) { return done < 0.4; });
  REQUIRE_FALSE(given_up);
  CHECK(given_up.error().what.find("given up") != std::string::npos);
  CHECK(world.version() < 30'000 + 20'000 / 2);
}
