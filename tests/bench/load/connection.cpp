// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace switchyard::bench {
namespace {

constexpr std::size_t kRead = 1 << 18;
std::uint8_t read_buffer[kRead + kMaxFrame + kHeader];

}  // namespace

Connection::Connection(int epoll, int fd) : fd_(fd) {
  const int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = this;
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd_, &event);
}

Connection::~Connection() { close(fd_); }

bool Connection::onReady(bool ended) {
  while (true) {
    std::memcpy(read_buffer, partial_.data(), partial_.size());
    const auto got = recv(fd_, read_buffer + partial_.size(), kRead, MSG_DONTWAIT);
    if (got == 0) return false;
    if (got < 0) {
      if (errno == EAGAIN || errno == EWOULDBLOCK) break;
      return false;
    }
    received_ += static_cast<std::uint64_t>(got);
    const std::span bytes(read_buffer, partial_.size() + static_cast<std::size_t>(got));
    std::size_t used = 0;
    if (!parse(bytes, used)) return false;
    partial_.assign(reinterpret_cast<const char*>(bytes.data()) + used, bytes.size() - used);
    // What comes later is a new edge, but an end that has come already is not.
    if (static_cast<std::size_t>(got) < kRead && !ended) break;
  }
  return flush();
}

bool Connection::parse(std::span<const std::uint8_t> bytes, std::size_t& used) {
  if (preface_left_ > 0) {
    if (bytes.size() < kPreface.size()) return true;
    used = kPreface.size();
    preface_left_ = 0;
  }
  while (bytes.size() - used >= kHeader) {
    const auto* at = bytes.data() + used;
    const std::size_t length = std::size_t{at[0]} << 16 | std::size_t{at[1]} << 8 | at[2];
    if (length > kMaxFrame) return false;
    if (bytes.size() - used < kHeader + length) break;
    const Frame frame{static_cast<FrameType>(at[3]), at[4], get32(at + 5) & 0x7fffffff, {at + kHeader, length}};
    if (!common(frame) && !onFrame(frame)) return false;
    used += kHeader + length;
  }
  return true;
}

bool Connection::common(const Frame& frame) {
  switch (frame.type) {
    case settings:
      if ((frame.flags & kAck) == 0) {
        settingsReceived(frame.payload);
        putFrame(out_.text(), settings, kAck, 0, std::size_t{0});
      }
      return true;
    case ping:
      if ((frame.flags & kAck) == 0)
        putFrame(out_.text(), ping, kAck, 0, {reinterpret_cast<const char*>(frame.payload.data()), frame.payload.size()});
      return true;
    case window_update: {
      const auto increment = static_cast<std::int64_t>(get32(frame.payload.data()) & 0x7fffffff);
      if (frame.stream == 0)
        connection_window_ += increment;
      else
        stream_window_.try_emplace(frame.stream, initial_window_).first->second += increment;
      onWindow();
      return true;
    }
    default:
      return false;
  }
}

void Connection::settingsReceived(std::span<const std::uint8_t> payload) {
  constexpr int kHeaderTableSize = 1, kInitialWindowSize = 4;
  for (std::size_t i = 0; i + 6 <= payload.size(); i += 6) {
    const int setting = payload[i] << 8 | payload[i + 1];
    const std::int64_t value = get32(payload.data() + i + 2);
    if (setting == kHeaderTableSize) peer_table_size_ = static_cast<std::size_t>(value);
    if (setting != kInitialWindowSize) continue;
    for (auto& [stream, window] : stream_window_) window += value - initial_window_;
    initial_window_ = value;
    onWindow();
  }
}

std::int64_t Connection::sendWindow(std::uint32_t stream) {
  const auto found = stream_window_.find(stream);
  return std::min(connection_window_, found == stream_window_.end() ? initial_window_ : found->second);
}

void Connection::spendWindow(std::uint32_t stream, std::int64_t bytes) {
  connection_window_ -= bytes;
  stream_window_.try_emplace(stream, initial_window_).first->second -= bytes;
}

void Connection::tookData(std::size_t bytes) {
  untold_ += bytes;
  if (untold_ < kBigWindow / 4) return;
  putWindowUpdate(out_.text(), 0, static_cast<std::uint32_t>(untold_));
  untold_ = 0;
}

}  // namespace switchyard::bench
