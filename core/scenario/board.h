// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scenario/json.h"
#include "core/scenario/scenario.h"

namespace switchyard {

constexpr std::size_t kMostClients = 1000;
constexpr std::size_t kMostBuiltIn = 256;  // each is a process

/// The backends that a frontend names, in order of the file, each once.
std::vector<const config::Backend*> usedBackends(const config::Config& config);

/// One server for each `server` line: built in when its address is on this machine.
void castServers(Scenario& scenario);

/// As many clients as servers for each balancer, one call each: the article's experiment.
void castClients(Scenario& scenario);

/// Says what a board needs above what a balancer needs: it counts by name, and each built-in server is a
/// process.
void checkBoard(const Scenario& scenario, json::Problems& problems);

/// Our own clients and servers talk without a PROXY header, which gRPC does not know: takes it off their
/// lines, with a note for each.
void talkWithoutProxyHeader(Scenario& scenario);

/// Errors of a haproxy.cfg; notes and warnings are none.
void collectErrors(const std::vector<config::Diagnostic>& diagnostics, json::Problems& problems);

/// Reads the text of a scenario file (docs/scenario.md).
Result<Scenario> readScenarioFile(std::string_view text, const std::string& path,
                                  const config::Surroundings& surroundings);

/// Reads its `claims` into `scenario`, whose servers and clients are known already.
void readClaims(const json::Value& value, Scenario& scenario, json::Problems& problems);

}  // namespace switchyard
