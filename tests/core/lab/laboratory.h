// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "core/world/world.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace switchyard::lab_test {

using namespace std::chrono_literals;
constexpr std::chrono::seconds kPatience{30};  ///< for what must happen; processes may start slowly

/// Ports of 127.0.0.1 that nobody used a moment ago, all different.
std::vector<std::uint16_t> freePorts(std::size_t count);

/// The first of `ports` is the balancer's; a server srv1, srv2 … on each other.
Scenario scenarioOn(const std::vector<std::uint16_t>& ports, const std::string& mode,
                    std::vector<ClientSpec> clients, const std::string& bind_options = {},
                    const std::string& server_options = {});
/// So many clients, each with these calls.
std::vector<ClientSpec> clientsCalling(const std::vector<std::uint64_t>& calls);

/// A Lab with real processes, and the World that its events make, on the test's thread.
class Laboratory {
 public:
  explicit Laboratory(Scenario scenario, const std::string& node_program = NODE_PROGRAM);

  Lab& lab() { return *lab_; }
  void setTap(std::function<void(const Event&)> tap) { tap_ = std::move(tap); }  ///< hears each event
  const World& world() const { return world_; }
  /// Takes events until `reached`; false after kPatience.
  bool await(const std::function<bool()>& reached);
  void take(std::chrono::milliseconds time);  ///< takes events for so long
  bool awaitEverybody();                      ///< ready or failed
  bool awaitEndOfTraffic();
  bool awaitAgreement();  ///< all calls have ended and all counts agree
  bool awaitKernel();     ///< the kernel's table shows the connections that the board shows

  NodeId serverNamed(const std::string& name) const;
  std::vector<std::uint64_t> callsPerServer() const;  ///< most first

 private:
  World world_;
  std::unique_ptr<Lab> lab_;
  std::vector<Event> buffer_;
  std::function<void(const Event&)> tap_;
  bool traffic_ended_ = false;
};

}  // namespace switchyard::lab_test
