// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/socket.h"
#include "tests/core/http2/peer.h"

#include <atomic>
#include <list>
#include <map>
#include <mutex>
#include <thread>

namespace switchyard::http2_test {

/// Answers each call with the bytes of its request, status 0. Threads of its own; keeps the rules.
class PlainServer {
 public:
  PlainServer();
  ~PlainServer();
  PlainServer(const PlainServer&) = delete;
  PlainServer& operator=(const PlainServer&) = delete;

  Endpoint address() const { return listener_.local(); }

 private:
  void acceptAll();
  static void serve(int fd);

  SocketFd listener_;
  std::mutex mutex_;
  std::list<int> open_;  ///< to be shut down at the end
  std::list<std::thread> connections_;
  std::thread accepting_;
};

/// A client that keeps the rules: one call after the other on a thread of its own, each with bytes of its
/// own, which must come back.
class GoodClient {
 public:
  GoodClient(const Endpoint& balancer, Fields metadata = {});
  ~GoodClient() { finish(); }

  struct Account {
    int calls = 0;
    int wrong = 0;  ///< not answered with status 0 and the bytes that were sent
    std::chrono::milliseconds slowest{0};
  };
  Account finish();

 private:
  void run(const Endpoint& balancer);
  bool call(Http2Peer& peer, StreamId stream);

  Fields metadata_;
  Account account_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace switchyard::http2_test
