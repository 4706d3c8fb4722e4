// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"
#include "core/event/ring.h"
#include "core/net/loop.h"
#include "core/world/world.h"
#include "tests/core/tcp/peers.h"

#include <asio/executor_work_guard.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace switchyard::tcp_test {

constexpr NodeId kBalancer = 1;
constexpr NodeId serverId(int place) {
  return static_cast<NodeId>(kBalancer + 1 + place);
}

/// A balancer on a loop of its own thread, traced into a World that belongs to the test's thread.
class Proxy {
 public:
  struct Line {
    Endpoint address;
    std::string options{};  ///< "weight 10"
  };
  struct Setup {
    std::vector<Line> servers;
    std::string bind_options{};
    std::string frontend{};  ///< further lines, each ended by a newline
    std::string backend{};
    std::string mode = "tcp";
    std::string defaults = "timeout connect 5s\ntimeout client 60s\ntimeout server 60s\n";
  };

  explicit Proxy(const Setup& setup);
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  Endpoint address() const { return address_; }
  Peer connect() const { return Peer::connectTo(address_); }

  /// Runs `work` on the loop's thread and waits for it.
  void onLoop(const std::function<void(Engine&)>& work);
  Result<void> start();
  std::size_t openConnections();

  /// All that was told so far, folded.
  const World& world();
  const std::vector<Event>& events();
  std::size_t count(Kind kind);
  const Balancer& balancer() { return *world().balancer(kBalancer); }
  bool await(const std::function<bool(const World&)>& reached);
  /// Waits until the balancer holds so many downstream connections.
  bool awaitOpen(std::size_t connections);
  /// Waits until so many have closed; the reasons, in order of closing.
  std::vector<CloseReason> awaitClosed(std::size_t downstream_connections);
  std::vector<Error> problems();

 private:
  void introduce(const Setup& setup);

  Endpoint address_;
  EventRing ring_;
  Loop loop_;
  asio::executor_work_guard<asio::io_context::executor_type> keep_running_;
  config::Config config_;
  std::unique_ptr<Engine> engine_;
  World world_;
  std::vector<Event> events_;
  std::mutex mutex_;
  std::vector<Error> problems_;
  std::thread thread_;
};

}  // namespace switchyard::tcp_test
