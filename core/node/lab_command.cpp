// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/lab_command.h"

#include "core/node/values.h"

#include <cstdint>
#include <string>

namespace switchyard::node {
namespace {

constexpr std::uint64_t kMostMicroseconds = 86'400'000'000;  // one day

/// Takes `word` and `key=value` pairs off the front of a line; the first failure is kept and makes the rest
/// no-ops.
class Line {
 public:
  explicit Line(std::string_view line) : line_(line), rest_(line) {}

  std::string_view word() {
    const auto end = std::min(rest_.find(' '), rest_.size());
    const auto word = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return word;
  }

  std::uint64_t count(std::string_view key, std::uint64_t least, std::uint64_t most) {
    return taken(parseCount(value(key, word()), least, most));
  }
  double rate(std::string_view key) { return taken(parseRate(value(key, word()))); }
  double share(std::string_view key) { return taken(parseShare(value(key, word()))); }
  std::chrono::microseconds microseconds(std::string_view key) {
    return std::chrono::microseconds(count(key, 0, kMostMicroseconds));
  }
  std::string toLineEnd(std::string_view key) {
    const auto text = value(key, rest_);
    rest_ = {};
    return std::string(text);
  }

  void fail(std::string why) {
    if (failure_.empty()) failure_ = std::move(why);
  }

  template <typename Command>
  Result<Command> result(const Command& command) {
    if (!rest_.empty()) fail("\"" + std::string(rest_) + "\" is too much.");
    if (failure_.empty()) return command;
    return Error{"The Lab said \"" + std::string(line_) + "\": " + failure_,
                 "See core/protocol/node_pipe.h."};
  }

 private:
  std::string_view value(std::string_view key, std::string_view pair) {
    if (pair.starts_with(key) && pair.substr(key.size()).starts_with('=')) return pair.substr(key.size() + 1);
    fail(std::string(key) + "= is missing.");
    return {};
  }

  template <typename Value>
  Value taken(Result<Value> parsed) {
    if (parsed) return *parsed;
    fail(parsed.error().what);
    return {};
  }

  std::string_view line_;
  std::string_view rest_;
  std::string failure_;
};

TrafficPlan trafficPlan(Line& line) {
  TrafficPlan plan;
  plan.calls = line.count("calls", 0, INT64_MAX);
  plan.connections = static_cast<std::uint32_t>(line.count("connections", 1, kMostConnections));
  plan.concurrency = static_cast<std::uint32_t>(line.count("concurrency", 1, kMostConcurrency));
  plan.rate = line.rate("rate");
  plan.deadline = line.microseconds("deadline");
  plan.name = line.toLineEnd("name");
  return plan;
}

ClientCommand clientCommand(Line& line) {
  const auto verb = line.word();
  if (verb == "run") return Run{};
  if (verb == "steady") return Steady{line.rate("rate")};
  if (verb == "send") return Send{line.count("n", 1, INT64_MAX)};
  if (verb == "reconnect") return Reconnect{};
  if (verb == "traffic") return trafficPlan(line);
  if (verb != "pause") line.fail("a client knows traffic, run, steady, pause, send and reconnect.");
  return Pause{};
}

}  // namespace

Result<ClientCommand> parseClientCommand(std::string_view text) {
  Line line(text);
  return line.result(clientCommand(line));
}

Result<ServerCommand> parseServerCommand(std::string_view text) {
  Line line(text);
  if (line.word() != "behave") line.fail("a server knows behave.");
  ServerCommand spec;
  spec.latency = line.microseconds("latency");
  spec.jitter = line.microseconds("jitter");
  spec.fail = line.share("fail");
  return line.result(spec);
}

}  // namespace switchyard::node
