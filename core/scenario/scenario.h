// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/config/config.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchyard {

/// How one client calls.
struct TrafficSpec {
  std::uint64_t calls = 1;        ///< per run; 0: until told to pause
  std::uint32_t connections = 1;  ///< 1 to 1,000; each a gRPC channel with its own TCP connection
  std::uint32_t concurrency = 1;  ///< calls under way at once, 1 to 10,000, over all connections
  double rate = 0;                ///< calls a second; 0: as fast as answers come
  std::chrono::milliseconds deadline{20'000};
  std::string request_name = "world";  ///< SayHello's argument
};

struct ClientSpec {
  std::string name{};
  TrafficSpec traffic{};
  std::string balancer{};  ///< the frontend that it calls
};

/// How one built-in server behaves.
struct ServerBehaviour {
  std::chrono::microseconds latency{0};
  std::chrono::microseconds jitter{0};              ///< uniform, ± around latency
  double fail = 0;                                  ///< share of calls answered UNAVAILABLE, 0 to 1
  std::chrono::milliseconds max_connection_age{0};  ///< 0: never
  std::uint32_t max_concurrent_streams = 0;         ///< 0: gRPC's default
};

struct ServerSpec {
  std::string name;      ///< a `server` line of the configuration; unique on a board
  bool built_in = true;  ///< false: something else answers there; it is only observed
  ServerBehaviour behaviour;
};

/// What must hold after a run: the value at `at`, a JSON pointer into the report (RFC 6901), equals `is` or
/// lies within the bounds. A part '*' stands for every member: the value is then the list of theirs, greatest
/// first, and bounds hold for each. See docs/scenario.md.
struct Claim {
  std::string text;
  std::string at;
  std::optional<double> at_least;
  std::optional<double> at_most;
  std::optional<std::string> is;  ///< JSON text: a number, a boolean, a string or a list
};

/// A board: a configuration and the cast around it. From a scenario file, or from a bare haproxy.cfg: then
/// one built-in server for each `server` line on this machine and as many clients as servers, one call each.
struct Scenario {
  std::string name;
  std::string file;         ///< where it came from, for messages
  std::string config_file;  ///< where the haproxy.cfg came from; lines of what follows count there
  config::Config config;
  std::string config_text;  ///< the haproxy.cfg as written
  std::vector<config::Diagnostic> diagnostics;
  std::vector<ServerSpec> servers;
  std::vector<ClientSpec> clients;
  std::vector<Claim> claims;
};

/// Reads a scenario (.json) or a haproxy.cfg (anything else).
/// The error names file, line and remedy, several problems a line each.
Result<Scenario> readScenario(const std::string& path, const config::Surroundings& surroundings = {});
/// As above, from its text; `path` tells the kind, where files beside it are, and what errors name.
Result<Scenario> parseScenario(std::string_view text, const std::string& path,
                               const config::Surroundings& surroundings = {});

}  // namespace switchyard
