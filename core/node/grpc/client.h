// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/node/event_writer.h"
#include "core/node/lab_command.h"
#include "core/node/options.h"
#include "core/node/tally.h"

#include <functional>
#include <memory>

namespace switchyard::node {

/// The gRPC client: its connections stay open from their first use until it ends.
/// Events: call_started before a call goes out, call_ended when its answer or failure is known, exactly once
/// each. Calls do not wait for a connection (fail fast, gRPC's default in every language). Thread-safe.
class Client {
 public:
  /// @param tally  counts the calls, too; may be null
  /// @param idle   all calls asked for have ended; runs on any thread
  /// `events` and `tally` must outlive it.
  Client(const CallOptions& options, EventWriter& events, Tally* tally, std::function<void()> idle);
  /// As stop().
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void obey(const ClientCommand& command);

  /// Starts no more calls, lets those under way end, cancels them after 200 ms. Blocks.
  void stop();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace switchyard::node
