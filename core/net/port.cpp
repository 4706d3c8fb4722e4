// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/port.h"

#include "core/system/shortage.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace switchyard {

Result<bool> portIsFree(const Endpoint& address) {
  const int fd = socket(address.isV4() ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    auto lack = shortage(errno);
    return Error{"Cannot look for a free port: " + lack.what + ".", std::move(lack.remedy)};
  }
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_storage raw;
  const auto length = address.toSockaddr(raw);
  const bool free = bind(fd, reinterpret_cast<const sockaddr*>(&raw), length) == 0 && listen(fd, 1) == 0;
  close(fd);
  return free;
}

}  // namespace switchyard
