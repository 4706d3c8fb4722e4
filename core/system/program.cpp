// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/program.h"

#include "core/system/errno_words.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace switchyard {
namespace {

void useEveryDescriptor() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

void beginProgram() {
  // Those that were closed are opened the wrong way round: whoever uses them is told so (EBADF).
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(number, F_GETFD) < 0 && errno == EBADF)
      open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  signal(SIGXFSZ, SIG_IGN);
  useEveryDescriptor();
}

int endProgram(const std::string& program, int status) {
  errno = 0;
  const bool arrived = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (arrived) return status;
  const std::string why = errno == 0 ? "" : std::string(": ") + errnoWords(errno);
  std::fprintf(stderr, "%s: The standard output cannot be written%s. Is its reader gone, or its disk full?\n",
               program.c_str(), why.c_str());
  return status == 0 ? 2 : status;
}

}  // namespace switchyard
