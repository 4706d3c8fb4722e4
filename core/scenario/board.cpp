// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenario/board.h"

#include <algorithm>
#include <map>
#include <utility>

namespace switchyard {

std::vector<const config::Backend*> usedBackends(const config::Config& config) {
  std::vector<const config::Backend*> used;
  for (const auto& backend : config.backends)
    if (std::any_of(config.frontends.begin(), config.frontends.end(),
                    [&](const auto& frontend) { return frontend.backend == backend.name; }))
      used.push_back(&backend);
  return used;
}

void castServers(Scenario& scenario) {
  for (const auto* backend : usedBackends(scenario.config))
    for (const auto& line : backend->servers)
      scenario.servers.push_back({.name = line.name, .built_in = line.address.isLoopback(), .behaviour = {}});
}

void castClients(Scenario& scenario) {
  for (const auto& frontend : scenario.config.frontends)
    for (std::size_t i = 0; i < scenario.config.backend(frontend.backend)->servers.size(); ++i)
      scenario.clients.push_back({.name = "client" + std::to_string(scenario.clients.size() + 1),
                                  .traffic = {},
                                  .balancer = frontend.name});
}

void checkBoard(const Scenario& scenario, json::Problems& problems) {
  std::map<std::string, const config::ServerLine*> by_name;
  std::map<Endpoint, const config::ServerLine*> by_address;
  std::size_t built_in = 0;
  for (const auto* backend : usedBackends(scenario.config))
    for (const auto& line : backend->servers) {
      const auto [name, new_name] = by_name.emplace(line.name, &line);
      if (!new_name)
        problems.add(line.line,
                     "Line " + std::to_string(name->second->line) + " already has a server '" + line.name +
                         "', and the report counts by name.",
                     "Give each server of the file its own name.");
      const auto spec = std::find_if(scenario.servers.begin(), scenario.servers.end(),
                                     [&](const auto& s) { return s.name == line.name; });
      if (spec == scenario.servers.end() || !spec->built_in) continue;
      const auto [address, new_address] = by_address.emplace(line.address, &line);
      if (!new_address && new_name)
        problems.add(line.line,
                     "The servers '" + address->second->name + "' and '" + line.name +
                         "' cannot both be started on " + line.address.text() + ".",
                     "Give each its own port.");
      if (++built_in == kMostBuiltIn + 1)
        problems.add(line.line,
                     "The file has more than " + std::to_string(kMostBuiltIn) +
                         " servers on this machine, each a process.",
                     "Remove some, or let switchyard-proxy balance them.");
    }
  if (scenario.clients.size() > kMostClients)
    problems.add(0, "The file makes more than " + std::to_string(kMostClients) + " clients.",
                 "Use fewer, each with more connections.");
}

void talkWithoutProxyHeader(Scenario& scenario) {
  const auto note = [&](int line, const std::string& word, const std::string& whose) {
    scenario.diagnostics.push_back({config::Diagnostic::Severity::note, line,
                                    "'" + word + "' has no effect here, because the board's own " + whose +
                                        " know no PROXY header; switchyard-proxy follows it.",
                                    ""});
  };
  for (auto& frontend : scenario.config.frontends)
    for (auto& bind : frontend.binds)
      if (std::exchange(bind.accept_proxy, false)) note(bind.line, "accept-proxy", "clients");
  for (auto& backend : scenario.config.backends)
    for (auto& line : backend.servers) {
      const auto spec = std::find_if(scenario.servers.begin(), scenario.servers.end(),
                                     [&](const auto& one) { return one.name == line.name; });
      if (spec == scenario.servers.end() || !spec->built_in || line.send_proxy == 0) continue;
      line.send_proxy = 0;
      note(line.line, "send-proxy", "servers");
    }
}

void collectErrors(const std::vector<config::Diagnostic>& diagnostics, json::Problems& problems) {
  for (const auto& diagnostic : diagnostics)
    if (diagnostic.severity == config::Diagnostic::Severity::error)
      problems.add(diagnostic.line, diagnostic.what, diagnostic.remedy);
}

}  // namespace switchyard
