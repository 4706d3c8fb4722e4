// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/verdict.h"

#include "core/event/status.h"
#include "core/scenario/report_pointer.h"

#include <algorithm>
#include <map>
#include <set>

namespace switchyard {
namespace {

constexpr std::size_t kMostNames = 3;  // of one line

std::string counted(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// "srv01, srv02, srv03 and 5 more"
std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < std::min(words.size(), kMostNames); ++i)
    text += (i == 0 ? "" : ", ") + words[i];
  return words.size() <= kMostNames ? text
                                    : text + " and " + std::to_string(words.size() - kMostNames) + " more";
}

class Verdict {
 public:
  Verdict(const World& world, const Scenario& scenario) : world_(world), scenario_(scenario) {}

  std::vector<std::string> shortfalls(const std::vector<ClaimResult>& claims) {
    whoWasNotThere();
    callsThatWereNotMade();
    callsThatFailed();
    countsThatDiffer();
    const auto failing =
        std::count_if(claims.begin(), claims.end(), [](const auto& one) { return !one.holds; });
    if (failing > 0)
      add(counted(static_cast<std::uint64_t>(failing), "claim") + " of " + std::to_string(claims.size()) +
          " failed.");
    return std::move(shortfalls_);
  }

 private:
  void add(std::string line) { shortfalls_.push_back(std::move(line)); }

  void whoWasNotThere() {
    std::vector<std::string> missing;
    const auto look = [&](const Node& member) {
      const auto state = member.state;
      const bool gone =
          state == NodeState::starting || state == NodeState::failed || state == NodeState::down;
      if (member.built_in && gone) missing.push_back(member.name);
    };
    for (const auto& server : world_.servers()) look(server);
    for (const auto& balancer : world_.balancers()) look(balancer);
    for (const auto& client : world_.clients()) look(client);
    if (!missing.empty()) add("Not there, or not to the end: " + listed(missing) + ".");
  }

  void callsThatWereNotMade() {
    std::map<std::string, std::uint64_t> sent;
    for (const auto& client : world_.clients()) sent[client.name] += client.sent;
    std::vector<std::string> behind;
    std::uint64_t made_until_paused = 0;
    bool asked_until_paused = false;
    for (const auto& client : scenario_.clients) {
      const auto made = sent[client.name];
      if (client.traffic.calls == 0) {
        asked_until_paused = true;
        made_until_paused += made;
      } else if (made < client.traffic.calls) {
        behind.push_back(client.name + " made " + std::to_string(made) + " of " +
                         counted(client.traffic.calls, "call"));
      }
    }
    if (!behind.empty()) add("Calls were not made: " + listed(behind) + ".");
    if (asked_until_paused && made_until_paused == 0) add("No call was made.");
  }

  void callsThatFailed() {
    std::uint64_t failed = 0;
    std::map<std::string, std::uint64_t> by_status;
    for (const auto& client : world_.clients()) {
      failed += client.failed + client.lost;
      for (const auto& [status, count] : client.by_status)
        by_status[std::string(statusName(status))] += count;
      if (client.lost > 0) by_status["lost with their client"] += client.lost;
    }
    if (failed <= failedAsTold() || claimsTellOfFailures()) return;
    std::vector<std::string> ways;
    for (const auto& [status, count] : by_status) ways.push_back(status + " " + std::to_string(count));
    add(counted(failed, "call") + " failed (" + listed(ways) + "), and the file does not say that they may.");
  }

  /// By servers that the scenario tells to fail.
  std::uint64_t failedAsTold() const {
    std::set<std::string> told;
    for (const auto& spec : scenario_.servers)
      if (spec.behaviour.fail > 0) told.insert(spec.name);
    std::uint64_t count = 0;
    for (const auto& server : world_.servers())
      if (told.contains(server.name)) count += server.errors;
    return count;
  }

  bool claimsTellOfFailures() const {
    return std::any_of(scenario_.claims.begin(), scenario_.claims.end(), [](const Claim& claim) {
      const auto parts = pointerParts(claim.at);
      if (!parts || parts->size() < 3 || ((*parts)[0] != "servers" && (*parts)[0] != "clients")) return false;
      const auto& field = (*parts)[2];
      return field == "ok" || field == "errors" || field == "lost";
    });
  }

  void countsThatDiffer() {
    const auto agreement = world_.agreement();
    if (!agreement.at_rest)
      add("Calls are still under way.");
    else if (!agreement.complete)
      add("Clients, balancers and servers have not counted the same.");
    if (const auto lost = world_.droppedEvents(); lost > 0)
      add(counted(lost, "event") + (lost == 1 ? " was" : " were") + " lost, so the counts are not complete.");
  }

  const World& world_;
  const Scenario& scenario_;
  std::vector<std::string> shortfalls_;
};

}  // namespace

std::vector<std::string> shortfallsOf(const World& world, const Scenario& scenario,
                                      const std::vector<ClaimResult>& claims) {
  return Verdict(world, scenario).shortfalls(claims);
}

}  // namespace switchyard
