// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/shortage.h"

#include "core/system/errno_words.h"

#include <cerrno>

namespace switchyard {

bool isShortage(int error) {
  switch (error) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case ENOSPC:         // epoll_ctl(2): max_user_watches
    case EADDRNOTAVAIL:  // connect(2): all ephemeral ports are in use
    case EAGAIN:         // connect(2), fork(2), pthread_create(3)
      return true;
    default:
      return false;
  }
}

Error shortage(int error) {
  switch (error) {
    case EMFILE:
      return {"no file descriptor is left", "Raise the limit of open files (ulimit -n)."};
    case ENFILE:
      return {"no file descriptor is left on this computer",
              "Close other programs, or raise fs.file-max (sysctl)."};
    case ENOSPC:
      return {"no further file descriptor may be watched", "Raise fs.epoll.max_user_watches (sysctl)."};
    case EADDRNOTAVAIL:
      return {"no local port is left",
              "Let clients share connections, or widen net.ipv4.ip_local_port_range (sysctl)."};
    case ENOBUFS:
    case ENOMEM:
      return {"no memory is left", "Close other programs."};
    case EAGAIN:
      return {"no further process or thread is allowed",
              "Raise their limit (ulimit -u), or close other programs."};
    default:
      return {errnoWords(error), "Close other programs and try again."};
  }
}

}  // namespace switchyard
