// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/socket.h"

#include "core/system/errno_words.h"
#include "core/system/shortage.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace switchyard {
namespace {

Error listenError(const Endpoint& address) {
  const auto port = std::to_string(address.port);
  switch (errno) {
    case EADDRINUSE:
      return {"Port " + port + " on " + address.host() + " is in use.",
              "Stop the program that listens there ('ss -ltnp' shows it), or change the bind line."};
    case EACCES:
      return {"Port " + port + " may only be used by root.", "Choose a port above 1023 in the bind line."};
    case EADDRNOTAVAIL:
      return {"This computer has no address " + address.host() + ".",
              "'ip address' lists those it has; change the bind line."};
    default:
      break;
  }
  if (!isShortage(errno))
    return {"Cannot listen on " + address.text() + ": " + errnoWords(errno) + ".", "Change the bind line."};
  const auto lack = shortage(errno);
  return {"Cannot listen on " + address.text() + ": " + lack.what + ".", lack.remedy};
}

int makeSocket(const Endpoint& address) {
  return socket(address.isV4() ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

/// The port is chosen when the connection begins: it need only be free towards that server.
bool callFrom(int fd, const Endpoint& from) {
  const int on = 1;
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  auto without_port = from;
  without_port.port = 0;
  sockaddr_storage raw;
  const auto length = without_port.toSockaddr(raw);
  const auto take = [&] { return bind(fd, reinterpret_cast<const sockaddr*>(&raw), length) == 0; };
  if (take()) return true;
  if (errno != EADDRNOTAVAIL) return false;  // a foreign address; of connect(2) it means that no port is left
  const bool allowed = from.isV4() ? setsockopt(fd, IPPROTO_IP, IP_TRANSPARENT, &on, sizeof on) == 0
                                   : setsockopt(fd, IPPROTO_IPV6, IPV6_TRANSPARENT, &on, sizeof on) == 0;
  return allowed && take();
}

/// Of connect(2), which says EADDRNOTAVAIL when all ports towards that address are in use, and also when this
/// computer has no address to call it from (::1 without IPv6). UDP has ports of its own: only the second is
/// true for it, too, and is then told as what it is.
int whyNotConnected(const sockaddr* address, socklen_t length) {
  const int error = errno;
  if (error != EADDRNOTAVAIL) return error;
  const SocketFd probe(::socket(address->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const bool reachable =
      !probe.isOpen() || connect(probe.fd(), address, length) == 0 || errno != EADDRNOTAVAIL;
  return reachable ? error : ENETUNREACH;
}

template <typename Ask>
Endpoint nameOf(int fd, Ask ask) {
  sockaddr_storage raw{};
  socklen_t length = sizeof raw;
  if (ask(fd, reinterpret_cast<sockaddr*>(&raw), &length) != 0) return {};
  return Endpoint::from(raw);
}

}  // namespace

SocketFd& SocketFd::operator=(SocketFd&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void SocketFd::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

void SocketFd::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  if (fd_ >= 0) setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

Endpoint SocketFd::local() const {
  return nameOf(fd_, getsockname);
}
Endpoint SocketFd::remote() const {
  return nameOf(fd_, getpeername);
}

int SocketFd::error() const {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

Result<SocketFd> listenOn(const Endpoint& address, bool v6only) {
  SocketFd socket(makeSocket(address));
  if (!socket.isOpen()) return listenError(address);
  const int on = 1;
  setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const int only = v6only ? 1 : 0;
  if (!address.isV4()) setsockopt(socket.fd(), IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
  sockaddr_storage raw;
  const auto length = address.toSockaddr(raw);
  if (bind(socket.fd(), reinterpret_cast<const sockaddr*>(&raw), length) != 0 ||
      listen(socket.fd(), kBacklog) != 0)
    return listenError(address);
  return socket;
}

bool listensOn(const SocketFd& socket, const Endpoint& address, bool v6only) {
  if (socket.local() != address) return false;
  if (address.isV4() || !address.isAny()) return true;
  int only = 0;
  socklen_t length = sizeof only;
  getsockopt(socket.fd(), IPPROTO_IPV6, IPV6_V6ONLY, &only, &length);
  return (only != 0) == v6only;
}

SocketFd beginConnect(const Endpoint& address, const std::optional<Endpoint>& from) {
  SocketFd socket(makeSocket(address));
  if (!socket.isOpen()) return socket;
  sendAtOnce(socket.fd());
  sockaddr_storage raw;
  const auto length = address.toSockaddr(raw);
  const auto* to = reinterpret_cast<const sockaddr*>(&raw);
  int error = 0;
  if (from && from->isV4() == address.isV4() && !callFrom(socket.fd(), *from))
    error = errno;
  else if (connect(socket.fd(), to, length) != 0 && errno != EINPROGRESS)
    error = whyNotConnected(to, length);
  if (error == 0) return socket;
  socket.close();
  errno = error;
  return {};
}

std::optional<Error> sourceError(int error, const Endpoint& from) {
  if (error != EPERM && error != EACCES) return std::nullopt;
  return Error{
      "it cannot be called from " + from.host() + ": " + errnoWords(error),
      "An address of another computer needs the right CAP_NET_ADMIN (setcap cap_net_admin+ep PROGRAM); else "
      "correct or remove 'source'."};
}

void sendAtOnce(int fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace switchyard
