// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/engine/system_calls.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>

namespace switchyard::system_calls {
namespace {

struct Row {
  SystemCall call;
  const char* name;
  std::vector<int> errors;
};

constexpr int kAbsurd = 4095;  // the greatest that the kernel can return

const std::array<Row, 18>& rows() {
  static const std::array<Row, 18> all{{
      {SystemCall::socket,
       "socket",
       {EMFILE, ENFILE, ENOBUFS, ENOMEM, EACCES, EAFNOSUPPORT, EINVAL, EPROTONOSUPPORT, kAbsurd}},
      {SystemCall::connect, "connect", {ENETUNREACH,   ECONNREFUSED, EACCES,   EPERM,    EADDRINUSE,
                                        EADDRNOTAVAIL, EAFNOSUPPORT, EAGAIN,   EALREADY, EBADF,
                                        EFAULT,        EINTR,        EISCONN,  ENOTSOCK, EPROTOTYPE,
                                        ETIMEDOUT,     EHOSTUNREACH, ENETDOWN, ENOBUFS,  kAbsurd}},
      {SystemCall::accept4,
       "accept4",
       {EMFILE,      ECONNABORTED, ENFILE,   ENOBUFS,      ENOMEM,      EBADF,     EFAULT,
        EINTR,       EINVAL,       ENOTSOCK, EOPNOTSUPP,   EPERM,       EPROTO,    ENETDOWN,
        ENOPROTOOPT, EHOSTDOWN,    ENONET,   EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, kAbsurd}},
      {SystemCall::bind, "bind", {EADDRINUSE, EACCES, EADDRNOTAVAIL, EINVAL, ENOMEM, EBADF, kAbsurd}},
      {SystemCall::listen, "listen", {EADDRINUSE, EBADF, ENOTSOCK, EOPNOTSUPP, kAbsurd}},
      {SystemCall::recv,
       "recv",
       {ECONNRESET, ENOMEM, ECONNREFUSED, EBADF, EFAULT, EINTR, EINVAL, ENOTCONN, ENOTSOCK, ETIMEDOUT,
        EHOSTUNREACH, EIO, ENOBUFS, kAbsurd}},
      {SystemCall::send,
       "send",
       {EPIPE, ENOBUFS, ENOMEM, ECONNRESET, EACCES, EBADF, EDESTADDRREQ, EFAULT, EINTR, EINVAL, EISCONN,
        EMSGSIZE, ENOTCONN, ENOTSOCK, EOPNOTSUPP, ETIMEDOUT, kAbsurd}},
      {SystemCall::sendmsg,
       "sendmsg",
       {EPIPE, ENOBUFS, ENOMEM, ECONNRESET, EACCES, EBADF, EFAULT, EINTR, EINVAL, EMSGSIZE, ENOTCONN,
        EHOSTUNREACH, ETIMEDOUT, kAbsurd}},
      {SystemCall::setsockopt, "setsockopt", {ENOPROTOOPT, ENOMEM, EBADF, EFAULT, EINVAL, ENOTSOCK, EPERM}},
      {SystemCall::getsockopt, "getsockopt", {ENOBUFS, EBADF, EFAULT, EINVAL, ENOPROTOOPT, ENOTSOCK}},
      {SystemCall::getsockname, "getsockname", {ENOBUFS, EBADF, EFAULT, EINVAL, ENOTSOCK}},
      {SystemCall::getpeername, "getpeername", {ENOTCONN, ENOBUFS, EBADF, EFAULT, EINVAL, ENOTSOCK}},
      {SystemCall::shutdown, "shutdown", {ENOTCONN, EBADF, EINVAL, ENOTSOCK}},
      {SystemCall::close, "close", {EIO, EINTR, EBADF, ENOSPC, EDQUOT}},
      {SystemCall::epoll_create1, "epoll_create1", {EMFILE, EINVAL, ENFILE, ENOMEM}},
      {SystemCall::epoll_ctl,
       "epoll_ctl",
       {ENOSPC, ENOMEM, EBADF, EEXIST, EINVAL, ELOOP, ENOENT, EPERM, kAbsurd}},
      {SystemCall::epoll_wait, "epoll_wait", {EINTR, EBADF, EFAULT, EINVAL, kAbsurd}},
      {SystemCall::eventfd, "eventfd", {EMFILE, EINVAL, ENFILE, ENODEV, ENOMEM}},
  }};
  return all;
}

const Row& rowOf(SystemCall call) {
  return rows()[static_cast<std::size_t>(call)];
}

thread_local bool watched = false;
thread_local std::uint64_t failed_in_this_turn = 0;

/// What is to fail. Written by the test, read by the threads that it watches.
std::atomic<int> wanted{-1};  // a SystemCall
std::atomic<int> with{0};
std::atomic<std::uint64_t> before{0};  // uses that still go well
std::atomic<std::uint64_t> left{0};
std::atomic<std::uint64_t> failed{0};
std::atomic<std::uint64_t> most_in_a_turn{0};
std::atomic<std::uint64_t> total{0};

/// Takes one from `count` unless it is empty.
bool take(std::atomic<std::uint64_t>& count) {
  auto now = count.load();
  while (now > 0 && !count.compare_exchange_weak(now, now - 1)) continue;
  return now > 0;
}

}  // namespace

const char* nameOf(SystemCall call) {
  return rowOf(call).name;
}

const std::vector<int>& errorsOf(SystemCall call) {
  return rowOf(call).errors;
}

void watchThisThread() {
  watched = true;
}

void fail(SystemCall call, int error, std::uint64_t first, std::uint64_t times) {
  heal();
  with = error;
  before = first - 1;
  left = times;
  failed = most_in_a_turn = 0;
  wanted = static_cast<int>(call);
}

void heal() {
  wanted = -1;
}

std::uint64_t failures() {
  return failed;
}

std::uint64_t mostInATurn() {
  return most_in_a_turn;
}

std::uint64_t made() {
  return total;
}

/// True, errno set, when this one is to fail.
bool fails(SystemCall call) {
  if (!watched) return false;
  ++total;
  if (call == SystemCall::epoll_wait) failed_in_this_turn = 0;
  if (wanted != static_cast<int>(call) || take(before) || !take(left)) return false;
  ++failed;
  most_in_a_turn = std::max<std::uint64_t>(most_in_a_turn, ++failed_in_this_turn);
  errno = with;
  return true;
}

}  // namespace switchyard::system_calls

// NOLINTBEGIN: the linker's names (ld(1), --wrap)
using switchyard::system_calls::fails;
using switchyard::system_calls::SystemCall;

#define WRAP(type, name, parameters, arguments)                          \
  extern "C" type __real_##name parameters;                              \
  extern "C" type __wrap_##name parameters {                             \
    return fails(SystemCall::name) ? type{-1} : __real_##name arguments; \
  }

WRAP(int, socket, (int family, int kind, int protocol), (family, kind, protocol))
WRAP(int, connect, (int fd, const sockaddr* to, socklen_t size), (fd, to, size))
WRAP(int, accept4, (int fd, sockaddr* from, socklen_t* size, int flags), (fd, from, size, flags))
WRAP(int, bind, (int fd, const sockaddr* to, socklen_t size), (fd, to, size))
WRAP(int, listen, (int fd, int backlog), (fd, backlog))
WRAP(ssize_t, recv, (int fd, void* into, size_t size, int flags), (fd, into, size, flags))
WRAP(ssize_t, send, (int fd, const void* bytes, size_t size, int flags), (fd, bytes, size, flags))
WRAP(ssize_t, sendmsg, (int fd, const msghdr* message, int flags), (fd, message, flags))
WRAP(int, setsockopt, (int fd, int level, int name, const void* value, socklen_t size),
     (fd, level, name, value, size))
WRAP(int, getsockopt, (int fd, int level, int name, void* value, socklen_t* size),
     (fd, level, name, value, size))
WRAP(int, getsockname, (int fd, sockaddr* name, socklen_t* size), (fd, name, size))
WRAP(int, getpeername, (int fd, sockaddr* name, socklen_t* size), (fd, name, size))
WRAP(int, epoll_create1, (int flags), (flags))
WRAP(int, epoll_ctl, (int set, int what, int fd, epoll_event* event), (set, what, fd, event))
WRAP(int, epoll_wait, (int set, epoll_event* events, int most, int timeout), (set, events, most, timeout))
WRAP(int, eventfd, (unsigned count, int flags), (count, flags))

/// _FORTIFY_SOURCE's recv().
extern "C" ssize_t __real___recv_chk(int fd, void* into, size_t size, size_t room, int flags);
extern "C" ssize_t __wrap___recv_chk(int fd, void* into, size_t size, size_t room, int flags) {
  return fails(SystemCall::recv) ? -1 : __real___recv_chk(fd, into, size, room, flags);
}

extern "C" int __real_shutdown(int fd, int how);
extern "C" int __wrap_shutdown(int fd, int how) {
  const int result = __real_shutdown(fd, how);
  return fails(SystemCall::shutdown) ? -1 : result;
}

extern "C" int __real_close(int fd);
extern "C" int __wrap_close(int fd) {
  const int result = __real_close(fd);
  return fails(SystemCall::close) ? -1 : result;
}
// NOLINTEND
