// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include "core/event/status.h"
#include "core/evidence/answers.h"
#include "core/report/claims.h"
#include "core/report/report_table.h"
#include "core/report/verdict.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>

namespace switchyard {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value, double per_unit) {
  return std::round(value * per_unit) / per_unit;
}

double milliseconds(double nanoseconds) {
  return rounded(nanoseconds / 1e6, 1000);
}

double quantile(const Histogram& latency, double share) {
  return milliseconds(static_cast<double>(latency.quantile(share)));
}

/// An object whose keys are names of members. They are unique on a board, but a member that was removed may
/// have left its name to another.
class ByName {
 public:
  void put(const std::string& name, Json value) {
    auto key = name;
    while (!keys_.insert(key).second) key = name + " (" + std::to_string(++again_[name] + 1) + ")";
    // Json's own insertion looks at each member before.
    members_.get_ref<Json::object_t&>().emplace_back(std::move(key), std::move(value));
  }
  Json take() { return std::move(members_); }

 private:
  Json members_ = Json::object();
  std::unordered_set<std::string> keys_;
  std::unordered_map<std::string, int> again_;
};

Json serversOf(const World& world) {
  ByName servers;
  for (const auto& server : world.servers())
    servers.put(server.name, {{"calls", server.received},
                              {"ok", server.ok},
                              {"errors", server.errors},
                              {"connections", server.peak_connections},
                              {"p50_ms", quantile(server.latency, 0.5)},
                              {"p99_ms", quantile(server.latency, 0.99)},
                              {"picks", server.picks},
                              {"weight", server.weight},
                              {"from_strangers", server.from_strangers},
                              {"lost", server.lost}});
  return servers.take();
}

Json clientsOf(const World& world) {
  ByName clients;
  for (const auto& client : world.clients()) {
    Json errors = Json::object();
    for (const auto& [status, count] : client.by_status) errors[std::string(statusName(status))] = count;
    ByName by_server;
    for (const auto& [server, count] : answersTo(world, client)) by_server.put(server, count);
    clients.put(client.name, {{"sent", client.sent},
                              {"ok", client.ok},
                              {"errors", std::move(errors)},
                              {"by_server", by_server.take()},
                              {"by_other_names", client.by_other_names},
                              {"lost", client.lost},
                              {"p50_ms", quantile(client.latency, 0.5)},
                              {"p99_ms", quantile(client.latency, 0.99)}});
  }
  return clients.take();
}

Json balancersOf(const World& world) {
  ByName balancers;
  const bool alone = world.balancers().size() == 1;
  for (const auto& balancer : world.balancers()) {
    Json one = {{"mode", modeName(balancer.mode)}, {"algorithm", balancer.algorithm},
                {"picks", balancer.picks},         {"failed_picks", balancer.failed_picks},
                {"forwarded", balancer.forwarded}, {"retries", balancer.retries}};
    if (alone) {
      one["dropped_events"] = world.droppedEvents();
      return one;
    }
    balancers.put(balancer.name, std::move(one));
  }
  return balancers.take();
}

Json build(const World& world) {
  return {{"servers", serversOf(world)},
          {"clients", clientsOf(world)},
          {"balancer", balancersOf(world)},
          {"connections",
           {{"downstream", world.peakDownstream()},
            {"upstream", world.peakUpstream()},
            {"kernel_agrees", world.kernelAgreedAlways()}}},
          {"agree", world.agreement().complete},
          {"fairness", rounded(world.fairness(), 1e4)},
          {"latency_ms",
           {{"mean", milliseconds(world.latency().mean())},
            {"p50", quantile(world.latency(), 0.5)},
            {"p90", quantile(world.latency(), 0.9)},
            {"p99", quantile(world.latency(), 0.99)}}},
          {"dropped_events", world.droppedEvents()}};
}

}  // namespace

Report makeReport(const World& world, const Scenario& scenario) {
  Report report;
  Json json = build(world);
  for (const auto& claim : scenario.claims) report.claims.push_back(evaluate(json, claim));
  json["claims"] = Json::array();
  for (const auto& claim : report.claims)
    json["claims"].push_back({{"text", claim.text}, {"holds", claim.holds}, {"measured", claim.measured}});

  report.shortfalls = shortfallsOf(world, scenario, report.claims);
  json["shortfalls"] = report.shortfalls;

  // Names come from files that were checked, but a recording may hold any bytes.
  report.json = json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  report.table = reportTable(world, scenario.name, report.claims, report.shortfalls);
  return report;
}

}  // namespace switchyard
