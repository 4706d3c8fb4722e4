// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/endpoint.h"
#include "core/net/socket.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

struct ssl_st;

namespace switchyard::tcp_test {

using namespace std::chrono_literals;
constexpr std::chrono::seconds kPatience{10};  ///< for what must happen; far more than it takes

/// An address on 127.0.0.1 on which nobody listens.
Endpoint freeAddress();

/// Connects and waits for the outcome; not open, errno set, when that fails.
SocketFd tryConnect(const Endpoint& address);

/// One end of a TCP connection with plain blocking calls; each gives up after kPatience.
class Peer {
 public:
  Peer() = default;
  explicit Peer(SocketFd socket);
  static Peer connectTo(const Endpoint& address);

  void send(std::string_view bytes);  ///< fails the test unless all goes
  bool trySend(
      std::string_view bytes);  ///< for another thread, which must not fail the test, or after an end
  std::string receive(std::size_t count);  ///< shorter when the far end ends or patience does
  /// Waits for an orderly end with nothing before it.
  bool seesEnd();
  /// Waits for a reset with nothing before it.
  bool seesReset();
  bool hearsNothing(std::chrono::milliseconds time);
  void finish();  ///< will send no more
  void close() { socket_.close(); }
  void reset() { socket_.reset(); }
  /// Sends as long as the far end takes it, at most `most` bytes; returns how many it took before it stalled.
  std::size_t sendUntilStalled(std::size_t most, char fill);

  /// From now on it speaks TLS; see tls_peer.h.
  void secure(std::shared_ptr<ssl_st> tls) { tls_ = std::move(tls); }
  ssl_st* tls() const { return tls_.get(); }

  Endpoint local() const { return socket_.local(); }
  Endpoint remote() const { return socket_.remote(); }
  int fd() const { return socket_.fd(); }

 private:
  std::ptrdiff_t sendSome(std::string_view bytes);
  std::ptrdiff_t receiveSome(char* into, std::size_t size);

  SocketFd socket_;
  std::shared_ptr<ssl_st> tls_;  ///< null: plain text
};

/// Listens on a free port of 127.0.0.1 and answers only what a test makes it answer.
class Upstream {
 public:
  /// @param backlog connections that the kernel completes before they are accepted; see listen(2)
  explicit Upstream(int backlog = 4096);

  Peer accept();  ///< the next connection; fails the test after kPatience
  bool isLeftAlone(std::chrono::milliseconds time);
  Endpoint address() const { return address_; }
  void close() { socket_.close(); }

 private:
  SocketFd socket_;
  Endpoint address_;
};

/// Accepts no one: its queue is full, so the kernel leaves further connects without an answer.
class MuteUpstream {
 public:
  MuteUpstream();
  Endpoint address() const { return server_.address(); }

 private:
  Upstream server_;
  Peer in_the_queue_;
};

/// Kilobytes of this process that are in memory.
std::size_t residentKilobytes();
/// What more is resident than `before`. Nothing under sanitizers: what they hold back says nothing of us.
std::size_t grownKilobytes(std::size_t before);

}  // namespace switchyard::tcp_test
