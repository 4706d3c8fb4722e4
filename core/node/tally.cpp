// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/tally.h"

#include "core/base/numbers.h"
#include "core/base/one_line.h"

#include <array>
#include <nlohmann/json.hpp>

namespace switchyard::node {
namespace {

constexpr std::size_t kLongestName = 128;     // bytes
constexpr std::size_t kLongestMessage = 400;  // bytes

double milliseconds(std::int64_t nanoseconds) {
  return static_cast<double>(nanoseconds) / 1e6;
}

}  // namespace

std::string statusName(int code) {
  // https://grpc.github.io/grpc/core/md_doc_statuscodes.html
  constexpr std::array<const char*, 17> kNames{
      "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
      "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
      "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
      "DATA_LOSS", "UNAUTHENTICATED"};
  if (code >= 0 && static_cast<std::size_t>(code) < kNames.size())
    return kNames[static_cast<std::size_t>(code)];
  return "CODE_" + std::to_string(code);
}

void Tally::started() {
  const std::lock_guard lock(mutex_);
  ++sent_;
}

void Tally::ended(int status, std::string_view message, std::string_view server, std::int64_t nanoseconds) {
  const std::lock_guard lock(mutex_);
  latency_.add(nanoseconds);
  if (!server.empty()) countAnswer(oneLine(server, kLongestName));
  if (status == 0) {
    ++ok_;
    return;
  }
  auto& failures = failures_[status];
  if (failures.count++ == 0) failures.example = oneLine(message, kLongestMessage);
}

void Tally::countAnswer(const std::string& server) {
  auto known = by_server_.find(server);
  if (known == by_server_.end() && by_server_.size() < kMostNames)
    known = by_server_.emplace(server, 0).first;
  ++(known != by_server_.end() ? known->second : by_other_names_);
}

bool Tally::allOk() const {
  const std::lock_guard lock(mutex_);
  return ok_ == sent_ && sent_ > 0;
}

std::string Tally::table() const {
  const std::lock_guard lock(mutex_);
  std::string text =
      std::to_string(sent_) + (sent_ == 1 ? " call, " : " calls, ") + std::to_string(ok_) + " OK\n";
  for (const auto& [server, count] : by_server_)
    text += "  by " + server + ": " + std::to_string(count) + "\n";
  if (by_other_names_ > 0) text += "  by further names: " + std::to_string(by_other_names_) + "\n";
  for (const auto& [status, failures] : failures_)
    text +=
        "  " + statusName(status) + ": " + std::to_string(failures.count) + "  (" + failures.example + ")\n";
  return text + "  latency: p50 " + toText(milliseconds(latency_.quantile(0.5)), 2) + " ms, p99 " +
         toText(milliseconds(latency_.quantile(0.99)), 2) + " ms\n";
}

std::string Tally::json(std::uint32_t connections) const {
  const std::lock_guard lock(mutex_);
  auto errors = nlohmann::ordered_json::object();
  for (const auto& [status, failures] : failures_) errors[statusName(status)] = failures.count;
  auto by_server = nlohmann::ordered_json::object();
  for (const auto& [server, count] : by_server_) by_server[server] = count;
  const nlohmann::ordered_json report{
      {"sent", sent_},
      {"ok", ok_},
      {"errors", errors},
      {"by_server", by_server},
      {"by_other_names", by_other_names_},
      {"connections", connections},
      {"latency_ms",
       {{"p50", milliseconds(latency_.quantile(0.5))}, {"p99", milliseconds(latency_.quantile(0.99))}}},
  };
  return report.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace switchyard::node
