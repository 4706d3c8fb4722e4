// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>

#include "tests/bench/load/outbox.h"
#include "tests/bench/load/wire.h"

namespace switchyard::bench {

struct Frame {
  FrameType type;
  std::uint8_t flags;
  std::uint32_t stream;
  std::span<const std::uint8_t> payload;
};

/// A socket in an epoll set that speaks frames. Edge-triggered; owns the descriptor.
class Connection {
 public:
  Connection(int epoll, int fd);
  virtual ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Reads what is there and writes what came of it; false when the connection has ended.
  /// @param ended  the kernel says that the peer will send no more
  bool onReady(bool ended);
  bool flush() { return out_.flush(fd_); }
  std::uint64_t received() const { return received_; }

 protected:
  virtual bool onFrame(const Frame& frame) = 0;
  virtual void onWindow() {}  ///< a send window has grown
  void expectPreface() { preface_left_ = kPreface.size(); }
  bool common(const Frame& frame);  ///< SETTINGS, PING, WINDOW_UPDATE; true when it was one of these

  /// How much DATA may go out on `stream` now.
  std::int64_t sendWindow(std::uint32_t stream);
  void spendWindow(std::uint32_t stream, std::int64_t bytes);
  void forget(std::uint32_t stream) { stream_window_.erase(stream); }
  std::size_t peerTableSize() const { return peer_table_size_; }  ///< its SETTINGS_HEADER_TABLE_SIZE
  void tookData(std::size_t bytes);  ///< gives the connection window back, seldom

  Outbox out_;

 private:
  bool parse(std::span<const std::uint8_t> bytes, std::size_t& used);
  void settingsReceived(std::span<const std::uint8_t> payload);

  int fd_;
  std::string partial_;
  std::size_t preface_left_ = 0;
  std::uint64_t received_ = 0;
  std::int64_t connection_window_ = kDefaultWindow;
  std::int64_t initial_window_ = kDefaultWindow;
  std::unordered_map<std::uint32_t, std::int64_t> stream_window_;  ///< only those that differ from the initial one
  std::size_t untold_ = 0;
  std::size_t peer_table_size_ = kDefaultTableSize;
};

constexpr std::uint32_t kBigWindow = 1U << 30;

}  // namespace switchyard::bench
