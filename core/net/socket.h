// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/endpoint.h"
#include "core/base/result.h"

#include <cerrno>
#include <optional>
#include <utility>

namespace switchyard {

/// What a system call returns that has not been interrupted: `call` is made again until then.
template <typename SystemCall>
auto uninterrupted(const SystemCall& call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

/// Owns a socket descriptor. Non-blocking and close-on-exec when made by the functions below.
class SocketFd {
 public:
  SocketFd() = default;
  explicit SocketFd(int fd) : fd_(fd) {}
  SocketFd(SocketFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  SocketFd& operator=(SocketFd&& other) noexcept;
  ~SocketFd() { close(); }

  int fd() const { return fd_; }
  bool isOpen() const { return fd_ >= 0; }
  void close();
  /// Closes so that the peer sees a reset, not an orderly end.
  void reset();

  Endpoint local() const;
  Endpoint remote() const;
  int error() const;  ///< SO_ERROR: how a connect ended; 0 is well

 private:
  int fd_ = -1;
};

/// Connections that the kernel completes before they are accepted; it lowers this to net.core.somaxconn.
constexpr int kBacklog = 4096;

/// Listens on `address`. The error says who to ask when the port is in use or forbidden. SO_REUSEADDR is on,
/// SO_REUSEPORT off: no other program can listen there, too.
/// @param v6only  counts for [::] alone: without it IPv4 clients are let in there
Result<SocketFd> listenOn(const Endpoint& address, bool v6only = false);
/// Whether `socket` is what listenOn() would return.
bool listensOn(const SocketFd& socket, const Endpoint& address, bool v6only);

/// Begins to connect. Watch it for EPOLLOUT, then ask error(). Not open, errno set, when even that fails; see
/// Connecting for whoever tries again then.
/// @param from  the address to call from; its port is not used. One that is not this computer's needs the
///              right to use it (CAP_NET_ADMIN; ip(7), IP_TRANSPARENT). Of another family than `address` it
///              is left alone.
SocketFd beginConnect(const Endpoint& address, const std::optional<Endpoint>& from = std::nullopt);
/// Why beginConnect() with `from` failed with this errno: that address was not to be had; nothing when the
/// errno is about something else.
std::optional<Error> sourceError(int error, const Endpoint& from);

/// TCP_NODELAY: an answer must not wait for an acknowledgement. On Linux what a listening socket accepts
/// inherits it.
void sendAtOnce(int fd);

}  // namespace switchyard
