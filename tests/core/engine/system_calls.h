// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

/// The system calls of threads that a test watches, each of which can be made to fail. Works in programs that
/// are linked with --wrap for each of them (CMakeLists.txt); nothing in the product changes.
namespace switchyard::system_calls {

enum class SystemCall : std::uint8_t {
  socket,
  connect,
  accept4,
  bind,
  listen,
  recv,
  send,
  sendmsg,
  setsockopt,
  getsockopt,
  getsockname,
  getpeername,
  shutdown,
  close,
  epoll_create1,
  epoll_ctl,
  epoll_wait,
  eventfd,
};

const char* nameOf(SystemCall call);
/// What its manual page names, and some that it does not.
const std::vector<int>& errorsOf(SystemCall call);

/// From now on the calls of this thread count, and fail when told to.
void watchThisThread();
/// The `first` use from now on (1: the next) fails with this errno, and those that follow, `times` in all.
/// close() and shutdown() do their work first.
void fail(SystemCall call, int error, std::uint64_t first, std::uint64_t times);
constexpr std::uint64_t kAlways = ~std::uint64_t{0};
/// Nothing fails any more.
void heal();
std::uint64_t failures();     ///< since fail()
std::uint64_t mostInATurn();  ///< of these failures, between two uses of epoll_wait()
std::uint64_t made();         ///< calls of all watched threads, since the program began

}  // namespace switchyard::system_calls
