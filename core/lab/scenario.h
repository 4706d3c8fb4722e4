// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/config/config.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace switchyard {

/// How one client calls. Times in nanoseconds-resolution durations.
struct TrafficSpec {
  std::uint64_t calls = 1;        ///< per run; 0: until told to pause
  std::uint32_t connections = 1;  ///< 1 to 1,000; each a gRPC channel with its own TCP connection
  std::uint32_t concurrency = 1;  ///< calls under way at once, 1 to 10,000, over all connections
  double rate = 0;                ///< calls a second; 0: as fast as answers come
  std::chrono::milliseconds deadline{20'000};
  std::string request_name = "world";  ///< SayHello's argument
};

struct ClientSpec {
  std::string name;
  TrafficSpec traffic;
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
  std::string name;      ///< a `server` line of the configuration
  bool built_in = true;  ///< false: something else answers there; it is only observed
  ServerBehaviour behaviour;
};

/// What must hold after a run: the value at `at` (a JSON pointer into the report, RFC 6901) compared with
/// bounds.
struct Claim {
  std::string text;
  std::string at;
  std::optional<double> at_least;
  std::optional<double> at_most;
  std::optional<std::string> is;  ///< compared as JSON text, for booleans and strings
};

/// A board: a configuration and the cast around it. From a scenario file, or from a bare haproxy.cfg: then
/// one built-in server for each `server` line on this machine and as many clients as servers, one call each.
struct Scenario {
  std::string name;
  std::string file;  ///< where it came from, for messages
  config::Config config;
  std::string config_text;  ///< the haproxy.cfg as written
  std::vector<config::Diagnostic> diagnostics;
  std::vector<ServerSpec> servers;
  std::vector<ClientSpec> clients;
  std::vector<Claim> claims;
};

/// Reads a scenario (.json) or a haproxy.cfg (anything else).
/// The error names file, line and remedy, several problems a line each.
Result<Scenario> readScenario(const std::string& path);

}  // namespace switchyard
