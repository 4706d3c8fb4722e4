// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace switchyard {

/// The user's data folder, empty, for as long as a test runs; programs that it starts see it, too.
struct DataFolder {
  DataFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "switchyard-data-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path = pattern;
    setenv("XDG_DATA_HOME", path.c_str(), 1);
  }
  ~DataFolder() {
    unsetenv("XDG_DATA_HOME");
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;
  std::string path;
};

}  // namespace switchyard
