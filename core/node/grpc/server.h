// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/node/event_writer.h"
#include "core/node/options.h"
#include "core/protocol/node_pipe.h"

#include <memory>
#include <variant>

namespace switchyard::node {

struct StartFailure {
  Error error;
  ExitStatus status;
};

/// The gRPC server: dnt.DemoService, grpc.health.v1.Health and reflection on one port. No thread waits for a
/// latency. Events: call_received when a call's request is there, call_answered just before its answer
/// leaves, exactly once.
class Server {
 public:
  using Started = std::variant<std::unique_ptr<Server>, StartFailure>;
  /// Listens when this returns a server. `events` must outlive it.
  static Started start(const ServeOptions& options, EventWriter& events);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  const Endpoint& listens() const { return listens_; }
  void behave(const Behaviour::Spec& spec);

  /// Reports NOT_SERVING, takes no more connections, lets calls end, cancels them after 2 s. Blocks; any
  /// thread.
  void stop();

 private:
  struct State;
  Server(std::unique_ptr<State> state, const Endpoint& listens);
  std::unique_ptr<State> state_;
  Endpoint listens_;
};

}  // namespace switchyard::node
