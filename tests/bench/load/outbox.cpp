// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/outbox.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace switchyard::bench {
namespace {

constexpr std::size_t kBlock = 16384;
constexpr std::size_t kWorthAPiece = 4096;
constexpr std::size_t kPieces = 64;  // of a system call
char zeros[kBlock];

/// Pieces of memory for one system call.
struct Pieces {
  std::array<iovec, kPieces> list;
  std::size_t count = 0;

  bool full() const { return count == kPieces; }
  void add(char* from, std::size_t size) {
    if (size > 0 && !full()) list[count++] = {from, size};
  }
};

}  // namespace

void Outbox::putZeros(std::size_t count) {
  if (count < kWorthAPiece)
    text_.append(count, '\0');
  else
    zeros_.push_back({text_.size(), count});
}

bool Outbox::flush(int fd) {
  while (written_ < text_.size() || !zeros_.empty()) {
    Pieces pieces;
    auto at = written_;
    for (const auto& gap : zeros_) {
      if (pieces.full()) break;
      pieces.add(text_.data() + at, gap.after - at);
      at = gap.after;
      for (auto left = gap.left; left > 0 && !pieces.full(); left -= std::min(left, kBlock))
        pieces.add(zeros, std::min(left, kBlock));
    }
    pieces.add(text_.data() + at, text_.size() - at);
    msghdr message{};
    message.msg_iov = pieces.list.data();
    message.msg_iovlen = pieces.count;
    const auto sent = sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    advance(static_cast<std::size_t>(sent));
  }
  text_.clear();
  written_ = 0;
  return true;
}

void Outbox::advance(std::size_t sent) {
  while (sent > 0) {
    const auto text_end = zeros_.empty() ? text_.size() : zeros_.front().after;
    const auto text = std::min(sent, text_end - written_);
    written_ += text;
    sent -= text;
    if (zeros_.empty() || written_ < text_end) continue;
    const auto filled = std::min(sent, zeros_.front().left);
    zeros_.front().left -= filled;
    sent -= filled;
    if (zeros_.front().left == 0) zeros_.pop_front();
  }
}

}  // namespace switchyard::bench
