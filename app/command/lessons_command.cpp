// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command/lessons_command.h"

#include "app/command/experiment.h"
#include "app/program/files.h"
#include "app/program/interrupts.h"
#include "core/report/report.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace switchyard {
namespace {

constexpr int kUnusable = 2;

std::string fileOf(const std::string& name) {
  return scenarioFolder() + '/' + name + ".json";
}

/// Sorted.
std::vector<std::string> lessonNames() {
  std::vector<std::string> names;
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator(scenarioFolder(), unreadable))
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem());
  std::sort(names.begin(), names.end());
  return names;
}

int fail(const std::string& text) {
  std::fprintf(stderr, "switchyard: %s\n", text.c_str());
  return kUnusable;
}

int failForLackOfLessons() {
  return fail("There are no lessons in " + scenarioFolder() + ". Install Switchyard again.");
}

void say(bool holds, const std::string& lesson, const std::string& claim, const std::string& measured) {
  std::printf("%s  %s: %s (%s)\n", holds ? "holds" : "FAILS", lesson.c_str(), claim.c_str(),
              measured.c_str());
  std::fflush(stdout);
}

bool check(const std::string& name, const Scenario& scenario) {
  const auto made = Experiment::make(scenario, false);
  if (!made) {
    std::fprintf(stderr, "%s: %s\n", name.c_str(), made.error().text().c_str());
    return false;
  }
  auto& experiment = **made;
  experiment.run(std::nullopt);
  for (const auto& problem : experiment.world().problems())
    std::fprintf(stderr, "%s: problem: %s\n", name.c_str(),
                 Error{problem.what, problem.remedy}.text().c_str());
  const auto report = makeReport(experiment.world(), scenario);
  for (const auto& claim : report.claims) say(claim.holds, name, claim.text, claim.measured);
  const bool claims_hold =
      std::all_of(report.claims.begin(), report.claims.end(), [](const auto& claim) { return claim.holds; });
  if (claims_hold)
    for (const auto& shortfall : report.shortfalls) say(false, name, shortfall, "see 'switchyard run'");
  return report.holds();
}

}  // namespace

int listLessons() {
  const auto names = lessonNames();
  if (names.empty()) return failForLackOfLessons();
  std::size_t width = 0;
  for (const auto& name : names) width = std::max(width, name.size());
  for (const auto& name : names) {
    const auto scenario = readScenario(fileOf(name));
    if (!scenario) return fail(scenario.error().text());
    std::printf("%-*s  %s\n", static_cast<int>(width), name.c_str(), scenario->name.c_str());
  }
  return 0;
}

int checkLessons(const std::vector<std::string>& names) {
  const auto all = lessonNames();
  if (all.empty()) return failForLackOfLessons();
  std::vector<Scenario> scenarios;
  const auto& chosen = names.empty() ? all : names;
  for (const auto& name : chosen) {
    if (std::find(all.begin(), all.end(), name) == all.end())
      return fail("There is no lesson '" + name + "'. 'switchyard lessons' lists them.");
    auto scenario = readScenario(fileOf(name));
    if (!scenario) return fail(scenario.error().text());
    scenarios.push_back(std::move(*scenario));
  }
  bool hold = true;
  for (std::size_t i = 0; i < chosen.size() && !interrupted(); ++i)
    hold = check(chosen[i], scenarios[i]) && hold;
  return hold && !interrupted() ? 0 : 1;
}

}  // namespace switchyard
