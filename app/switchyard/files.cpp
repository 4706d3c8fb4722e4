// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/switchyard/files.h"

#include <QSaveFile>

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

Result<void> writeFile(const std::string& path, std::string_view content) {
  QSaveFile file(QString::fromStdString(path));
  if (file.open(QIODevice::WriteOnly) &&
      file.write(content.data(), static_cast<qint64>(content.size())) ==
          static_cast<qint64>(content.size()) &&
      file.commit())
    return {};
  return Error{"Cannot write " + path + ": " + file.errorString().toStdString() + ".",
               "Is there room on the disk, and may you write there?"};
}

}  // namespace switchyard
