// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/http2/conformance.h"
#include "tests/core/http2/hostile/behaviours.h"

#include <algorithm>
#include <iterator>
#include <random>

namespace switchyard::http2_test {
namespace {

constexpr int kTypes = 10;
constexpr int kFlood = 20'000;

std::string name(int type) {
  constexpr const char* kNames[] = {"DATA",         "HEADERS", "PRIORITY", "RST_STREAM",    "SETTINGS",
                                    "PUSH_PROMISE", "PING",    "GOAWAY",   "WINDOW_UPDATE", "CONTINUATION"};
  return kNames[type];
}

FrameType type(int number) {
  return static_cast<FrameType>(number);
}

/// A payload that is right for its type.
std::string payload(int number) {
  switch (type(number)) {
    case FrameType::headers:
    case FrameType::continuation:
      return block(request());
    case FrameType::priority:
      return priority(0);
    case FrameType::settings:
      return setting(Setting::initial_window_size, 1'000);
    case FrameType::push_promise:
      return http2_test::number(2) + block(request());
    case FrameType::ping:
    case FrameType::goaway:
      return std::string(8, '\0');
    default:
      return http2_test::number(1);
  }
}

}  // namespace

void append(std::vector<Hostile>& to, std::vector<Hostile> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string times(int count, const std::string& bytes) {
  std::string all;
  for (int i = 0; i < count; ++i) all += bytes;
  return all;
}

std::vector<Hostile> wrongLengths() {
  std::vector<Hostile> all;
  for (int number = 0; number < kTypes; ++number)
    for (const std::size_t size : {0, 1, 3, 5, 7, 9, 16'384, 16'385}) {
      const bool on_connection = type(number) == FrameType::settings || type(number) == FrameType::ping ||
                                 type(number) == FrameType::goaway;
      all.push_back({name(number) + " of " + std::to_string(size) + " bytes",
                     frame(type(number), http2::kPadded | http2::kPriority, on_connection ? 0 : 1,
                           std::string(size, '\x7f'))});
    }
  for (int number = 0; number < kTypes; ++number)
    all.push_back({name(number) + " that announces 16 MiB",
                   std::string("\xff\xff\xff", 3) + static_cast<char>(number) + std::string(5, '\1')});
  return all;
}

std::vector<Hostile> wrongStreams(const std::string& opening) {
  constexpr StreamId kStreams[] = {0, 2, 3, 99, 0x7FFF'FFFE, 0x7FFF'FFFF};
  std::vector<Hostile> all;
  for (int number = 0; number < kTypes; ++number)
    for (const auto stream : kStreams) {
      const bool right =
          stream == 0 && (type(number) == FrameType::settings || type(number) == FrameType::ping ||
                          type(number) == FrameType::goaway);
      if (right) continue;
      all.push_back({name(number) + " on stream " + std::to_string(stream),
                     opening + frame(type(number), http2::kEndHeaders, stream, payload(number))});
    }
  for (int number = 0; number < kTypes; ++number)
    all.push_back({name(number) + " after RST_STREAM",
                   opening + frame(FrameType::rst_stream, 0, 1, http2_test::number(8)) +
                       frame(type(number), http2::kEndHeaders, 1, payload(number))});
  return all;
}

std::vector<Hostile> floods(const std::string& opening) {
  std::vector<Hostile> all;
  for (int number = 0; number < kTypes; ++number)
    for (const StreamId stream : {0, 1})
      all.push_back({"a flood of " + name(number) + (stream == 0 ? " on the connection" : " on a stream"),
                     opening + times(kFlood, frame(type(number), http2::kEndHeaders, stream,
                                                   payload(number).substr(0, 40)))});
  append(all, {{"a flood of empty DATA", opening + times(kFlood, frame(FrameType::data, 0, 1, ""))},
               {"a flood of SETTINGS that are acknowledged",
                opening + times(kFlood, frame(FrameType::settings, http2::kAck, 0, ""))},
               {"a flood of PINGs that are acknowledged",
                opening + times(kFlood, frame(FrameType::ping, http2::kAck, 0, "12345678"))},
               {"a flood of unknown frames", opening + times(kFlood, frame(type(0x42), 0, 1, "what?"))},
               {"a flood of large unknown frames",
                opening + times(200, frame(type(0x42), 0, 1, std::string(16'384, 'x')))},
               {"a flood of settings",
                opening + times(100, frame(FrameType::settings, 0, 0, times(2'730, payload(4))))},
               {"a flood of header tables that shrink and grow",
                opening + times(500, frame(FrameType::settings, 0, 0,
                                           times(500, setting(Setting::header_table_size, 0) +
                                                          setting(Setting::header_table_size, 4'096))))}});
  return all;
}

std::vector<Hostile> badBlocks(const std::string& good) {
  const std::pair<const char*, std::string> blocks[] = {
      {"an index beyond the tables", "\xfe"},
      {"index 0", "\x80"},
      {"a name beyond the tables", "\x7e\x01y"},
      {"an integer without an end", "\xff\xff\xff\xff\xff\xff\xff"},
      {"an integer above 2^32", "\xff\xff\xff\xff\xff\xff\xff\xff\x7f"},
      {"a string without its length", std::string("\0", 1)},
      {"a name that is cut", std::string("\0\x05"
                                         "a",
                                         3)},
      {"a value that is cut", std::string("\0\x01"
                                          "a\x05"
                                          "b",
                                          5)},
      {"a value that is missing", std::string("\0\x01"
                                              "a",
                                              3)},
      {"a string of 2^28 bytes", std::string("\0\x7f\xff\xff\xff\x7f", 6)},
      {"Huffman padding of zeros", std::string("\0\x01x\x81\0", 5)},
      {"Huffman EOS", std::string("\0\x01x\x84\xff\xff\xff\xff", 8)},
      {"a table larger than ours", "\x3f\xe1\xff\x03"},
      {"a table of 2^32 bytes", "\x3f\xff\xff\xff\xff\x0f"},
      {"a size of the table at the end", "\x20"},
      {"ten thousand references", std::string(10'000, '\x82')},
      {"a bomb",
       std::string("\x40\x01x\x7f\xa1\x1e", 6) + std::string(4'000, 'a') + std::string(5'000, '\xbe')},
  };
  std::vector<Hostile> all;
  for (const auto& [what, bytes] : blocks) {
    all.push_back({std::string("a block with ") + what, headersFrame(1, http2::kEndHeaders, good + bytes)});
    all.push_back(
        {std::string("a block of nothing but ") + what, headersFrame(1, http2::kEndHeaders, bytes)});
    all.push_back({std::string("a block in two frames with ") + what,
                   headersFrame(1, 0, good) + frame(FrameType::continuation, http2::kEndHeaders, 1, bytes)});
  }
  return all;
}

std::vector<Hostile> cuts(const std::string& good, std::size_t places) {
  std::vector<Hostile> all;
  for (std::size_t i = 0; i < places; ++i) {
    const auto at = good.size() * i / places;
    all.push_back({"silence after " + std::to_string(at) + " bytes", good.substr(0, at), false});
  }
  return all;
}

std::vector<Hostile> noise(int many) {
  std::vector<Hostile> all;
  std::mt19937 random(12);
  for (int i = 0; i < many; ++i) {
    std::string bytes(1 + random() % 5'000, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random());
    all.push_back({"noise " + std::to_string(i), bytes, i % 2 == 0});
  }
  return all;
}

}  // namespace switchyard::http2_test
