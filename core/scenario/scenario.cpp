// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenario/scenario.h"

#include "core/scenario/board.h"
#include "core/system/file.h"

#include <filesystem>

namespace switchyard {
namespace {

constexpr std::size_t kLongestFile = 1 << 20;

Result<Scenario> fromHaproxy(std::string_view text, const std::string& path,
                             const config::Surroundings& surroundings) {
  Scenario scenario;
  scenario.name = std::filesystem::path(path).stem().string();
  scenario.file = path;
  scenario.config_file = path;
  scenario.config_text = text;
  auto there = surroundings;
  there.folder = std::filesystem::path(path).parent_path().string();
  auto reading = config::readHaproxy(text, there);
  json::Problems problems;
  collectErrors(reading.diagnostics, problems);
  if (!reading.config) return Error{problems.text(path), ""};
  scenario.config = std::move(*reading.config);
  scenario.diagnostics = std::move(reading.diagnostics);
  castServers(scenario);
  castClients(scenario);
  checkBoard(scenario, problems);
  talkWithoutProxyHeader(scenario);
  if (!problems.none()) return Error{problems.text(path), ""};
  return scenario;
}

}  // namespace

Result<Scenario> parseScenario(std::string_view text, const std::string& path,
                               const config::Surroundings& surroundings) {
  if (path.ends_with(".json")) return readScenarioFile(text, path, surroundings);
  return fromHaproxy(text, path, surroundings);
}

Result<Scenario> readScenario(const std::string& path, const config::Surroundings& surroundings) {
  const auto text = readFile(path, kLongestFile);
  if (!text) return text.error();
  return parseScenario(*text, path, surroundings);
}

}  // namespace switchyard
