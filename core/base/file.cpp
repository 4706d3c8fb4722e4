// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace switchyard {

Result<std::string> readFile(const std::string& path, std::size_t limit) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text;
  if (file) {  // a directory opens, but cannot be read
    text.resize(limit + 1);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
  }
  if (!file.is_open() || file.bad())
    return Error{"The file '" + path + "' cannot be read: " + std::strerror(errno) + ".",
                 "Check its name and rights."};
  if (text.size() > limit)
    return Error{"The file '" + path + "' is longer than " + std::to_string(limit >> 10) + " KiB.",
                 "Is it the right file?"};
  return text;
}

}  // namespace switchyard
