// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <memory>

#include "tests/bench/load/connection.h"

namespace switchyard::bench {

/// Answers each request with headers, one gRPC message of a fixed size and the trailer grpc-status 0.
class ServerConnection final : public Connection {
 public:
  ServerConnection(int epoll, int fd, std::size_t answer_bytes);

 private:
  bool onFrame(const Frame& frame) override;
  void onWindow() override;
  void prepareHeaders();
  void answer(std::uint32_t stream);
  bool sendData(std::uint32_t stream, std::size_t& left);  ///< false: the window is shut

  struct Unfinished {
    std::uint32_t stream;
    std::size_t left;
  };
  std::unique_ptr<RepeatedHeaders> head_;
  std::unique_ptr<RepeatedHeaders> tail_;
  std::size_t answer_bytes_;
  std::deque<Unfinished> unfinished_;
};

}  // namespace switchyard::bench
