// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/tcp/peers.h"

#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cerrno>
#include <fstream>
#include <thread>

namespace switchyard::tcp_test {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kStalled{300};  // nothing taken for so long

bool becomes(int fd, short events, milliseconds within) {
  pollfd one{fd, events, 0};
  return poll(&one, 1, static_cast<int>(within.count())) == 1;
}

SocketFd listening(int backlog, const Endpoint& address) {
  SocketFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_storage raw;
  const auto length = address.toSockaddr(raw);
  REQUIRE(bind(socket.fd(), reinterpret_cast<sockaddr*>(&raw), length) == 0);
  REQUIRE(listen(socket.fd(), backlog) == 0);
  return socket;
}

}  // namespace

Endpoint freeAddress() {
  return listening(1, Endpoint::loopback(0)).local();
}

SocketFd tryConnect(const Endpoint& address) {
  SocketFd socket(::socket(address.isV4() ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_storage raw;
  const auto length = address.toSockaddr(raw);
  if (connect(socket.fd(), reinterpret_cast<sockaddr*>(&raw), length) != 0) {
    const int error = errno;
    socket.close();
    errno = error;
  }
  return socket;
}

Peer::Peer(SocketFd socket) : socket_(std::move(socket)) {
  const timeval patience{.tv_sec = kPatience.count(), .tv_usec = 0};
  setsockopt(socket_.fd(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(socket_.fd(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sendAtOnce(socket_.fd());
}

Peer Peer::connectTo(const Endpoint& address) {
  auto socket = tryConnect(address);
  REQUIRE(socket.isOpen());
  return Peer(std::move(socket));
}

std::ptrdiff_t Peer::sendSome(std::string_view bytes) {
  if (tls_) return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
  return ::send(socket_.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

std::ptrdiff_t Peer::receiveSome(char* into, std::size_t size) {
  if (tls_) return SSL_read(tls_.get(), into, static_cast<int>(size));
  return recv(socket_.fd(), into, size, 0);
}

void Peer::send(std::string_view bytes) {
  REQUIRE(trySend(bytes));
}

bool Peer::trySend(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = sendSome(bytes);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string Peer::receive(std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t have = 0;
  while (have < count) {
    const auto got = receiveSome(bytes.data() + have, count - have);
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

bool Peer::seesEnd() {
  char byte;
  return receiveSome(&byte, 1) == 0;
}

bool Peer::seesReset() {
  char byte;
  return receiveSome(&byte, 1) < 0 && errno == ECONNRESET;
}

bool Peer::hearsNothing(milliseconds time) {
  return !becomes(socket_.fd(), POLLIN, time);
}

void Peer::finish() {
  if (tls_) SSL_shutdown(tls_.get());
  shutdown(socket_.fd(), SHUT_WR);
}

std::size_t Peer::sendUntilStalled(std::size_t most, char fill) {
  const std::string block(1 << 16, fill);
  std::size_t taken = 0;
  while (taken < most && becomes(socket_.fd(), POLLOUT, kStalled)) {
    const auto sent =
        ::send(socket_.fd(), block.data(), std::min(block.size(), most - taken), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) break;
    taken += static_cast<std::size_t>(sent);
  }
  return taken;
}

Upstream::Upstream(int backlog)
    : socket_(listening(backlog, Endpoint::loopback(0))), address_(socket_.local()) {}

Peer Upstream::accept() {
  REQUIRE(becomes(socket_.fd(), POLLIN, kPatience));
  return Peer(SocketFd(accept4(socket_.fd(), nullptr, nullptr, SOCK_CLOEXEC)));
}

bool Upstream::isLeftAlone(milliseconds time) {
  return !becomes(socket_.fd(), POLLIN, time);
}

MuteUpstream::MuteUpstream() : server_(0), in_the_queue_(Peer::connectTo(server_.address())) {}

std::size_t residentKilobytes() {
  std::size_t whole = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> whole >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) / 1024;
}

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

std::size_t grownKilobytes(std::size_t before) {
  const auto now = kSanitized ? before : residentKilobytes();
  return now > before ? now - before : 0;
}

}  // namespace switchyard::tcp_test
