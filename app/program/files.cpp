// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program/files.h"

#include <filesystem>

namespace switchyard {
namespace {

std::filesystem::path programFolder() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

}  // namespace

std::string nodeProgram() {
  return programFolder() / "switchyard-node";
}

std::string scenarioFolder() {
  const auto installed = programFolder().parent_path() / "share/switchyard/scenarios";
  if (std::filesystem::exists(installed)) return installed;
  return SWITCHYARD_SCENARIOS;
}

std::string articleFile() {
  return scenarioFolder() + "/article.cfg";
}

}  // namespace switchyard
