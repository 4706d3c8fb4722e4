// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/file.h"

#include "core/system/descriptor.h"
#include "core/system/errno_words.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace switchyard {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr int kPatience = 2000;  // milliseconds

/// read(2) that waits, but not for ever.
ssize_t readSome(int file, char* into, std::size_t size) {
  for (;;) {
    pollfd ready{file, POLLIN, 0};
    if (poll(&ready, 1, kPatience) == 0) {
      errno = ETIMEDOUT;
      return -1;
    }
    const auto got = read(file, into, size);
    if (got >= 0 || (errno != EAGAIN && errno != EINTR)) return got;
  }
}

Error failure(const std::string& path) {
  const bool silent = errno == ETIMEDOUT;
  const std::string why = silent ? "it is a pipe or a device that says nothing" : errnoWords(errno);
  return {"The file '" + path + "' cannot be read: " + why + ".",
          silent ? "Name a file, or write into the pipe at once." : "Check its name and rights."};
}

}  // namespace

Result<std::string> readFile(const std::string& path, std::size_t limit) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file) return failure(path);

  std::string text;
  for (ssize_t got = 1; got > 0 && text.size() <= limit;) {
    const auto used = text.size();
    text.resize(used + std::min(kPiece, limit + 1 - used));
    got = readSome(file.get(), text.data() + used, text.size() - used);
    if (got < 0) return failure(path);
    text.resize(used + static_cast<std::size_t>(got));
  }
  if (text.size() > limit)
    return Error{"The file '" + path + "' is longer than " + std::to_string(limit >> 10) + " KiB.",
                 "Is it the right file?"};
  return text;
}

}  // namespace switchyard
