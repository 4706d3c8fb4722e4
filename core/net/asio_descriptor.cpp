// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/asio_descriptor.h"

#include <unistd.h>

#include <cerrno>

namespace switchyard {

std::error_code hold(asio::posix::stream_descriptor& into, int fd) {
  if (fd < 0) return {errno, std::system_category()};
  std::error_code refused;
  into.assign(fd, refused);
  if (refused) close(fd);
  return refused;
}

}  // namespace switchyard
