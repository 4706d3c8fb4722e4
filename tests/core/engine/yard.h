// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/http2/peer.h"
#include "tests/core/tcp/proxy.h"

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>

namespace switchyard::engine_test {

/// Answers every call that reaches it, on any number of connections, until it is destroyed.
class Answering {
 public:
  Answering();
  ~Answering();
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;

  Endpoint address() const { return address_; }
  /// Ends its connections.
  void disconnect();

 private:
  void run();
  bool serve(int fd, std::string& received);
  void disconnectAll();

  SocketFd listening_;
  Endpoint address_;
  std::map<int, std::string> connections_;  ///< what has come of the next frame, by descriptor
  std::atomic<bool> over_{false};
  std::atomic<bool> disconnecting_{false};
  std::thread thread_;
};

/// What became of a call.
enum class Outcome {
  answered,  ///< by a server
  refused,   ///< by a status of the balancer's own, or a reset
  lost,      ///< the connection ended first
  hung,      ///< nothing came for longer than any timeout allows
};

struct Shape {
  std::string mode;
  bool tls = false;  ///< between two balancers, one behind the other, of which one accepts and one connects
  bool checks = false;    ///< of the servers, many a second
  std::string connect_within = "300ms";
  bool observed = false;  ///< one connection that fails ejects a server
};

/// One call over a new connection. @param why the words of a refusal
Outcome callThrough(const Endpoint& balancer, std::string* why = nullptr);

/// Two servers behind a balancer, or behind two, whose system calls are watched.
class Yard {
 public:
  explicit Yard(const Shape& shape);

  Outcome call(std::string* why = nullptr) const { return callThrough(address(), why); }
  Endpoint address() const { return outer_->address(); }
  /// Waits until no server is down.
  bool awaitServers();
  tcp_test::Proxy& balancer() { return *outer_; }
  /// Ends the connections to servers, so that the next call needs a new one.
  void disconnect();

 private:
  Answering servers_[2];
  std::unique_ptr<tcp_test::Proxy> inner_;  ///< with TLS
  std::unique_ptr<tcp_test::Proxy> outer_;
};

}  // namespace switchyard::engine_test
