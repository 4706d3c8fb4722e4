// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/log.h"

#include "core/base/one_line.h"

#include <grpc/support/log.h>
#include <unistd.h>

#include <mutex>

namespace switchyard::node {
namespace {

constexpr std::size_t kLongestMessage = 400;  // gRPC appends a whole error tree as JSON

std::mutex muting;
bool muted = false;
std::string last_message;

void print(std::string_view text) {
  const auto line = "switchyard-node: " + std::string(text) + "\n";
  // One write: lines of several nodes that share a terminal stay whole. A lost message has nowhere to be
  // reported.
  [[maybe_unused]] const auto written = write(STDERR_FILENO, line.data(), line.size());
}

void onGrpcMessage(gpr_log_func_args* message) {
  const std::lock_guard lock(muting);
  last_message = oneLine(message->message, kLongestMessage);
  if (!muted) print("gRPC: " + last_message);
}

}  // namespace

void logError(const Error& error) {
  print(oneLine(error.text(), kLongestMessage));
}

void adoptGrpcLog() {
  gpr_set_log_function(&onGrpcMessage);
}

MutedLog::MutedLog() {
  const std::lock_guard lock(muting);
  muted = true;
  last_message.clear();
}

MutedLog::~MutedLog() {
  const std::lock_guard lock(muting);
  muted = false;
}

std::string MutedLog::last() const {
  const std::lock_guard lock(muting);
  return last_message;
}

}  // namespace switchyard::node
