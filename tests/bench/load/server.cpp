// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/server.h"

#include <algorithm>

namespace switchyard::bench {
ServerConnection::ServerConnection(int epoll, int fd, std::size_t answer_bytes)
    : Connection(epoll, fd), answer_bytes_(answer_bytes) {
  expectPreface();
  putFrame(out_.text(), settings, 0, 0, std::size_t{0});
  putWindowUpdate(out_.text(), 0, kBigWindow);
}

/// Not before the peer's first SETTINGS: nginx takes no dynamic table.
void ServerConnection::prepareHeaders() {
  nghttp2_hd_deflater* deflater = nullptr;
  nghttp2_hd_deflate_new(&deflater, std::min(kDefaultTableSize, peerTableSize()));
  head_ = std::make_unique<RepeatedHeaders>(
      deflater, RepeatedHeaders::List{{":status", "200"}, {"content-type", "application/grpc"}});
  tail_ = std::make_unique<RepeatedHeaders>(deflater, RepeatedHeaders::List{{"grpc-status", "0"}});
  nghttp2_hd_deflate_del(deflater);
}

bool ServerConnection::onFrame(const Frame& frame) {
  if (frame.type == goaway) return true;
  if (frame.type == data) tookData(frame.payload.size());
  if ((frame.type == data || frame.type == headers) && (frame.flags & kEndStream) != 0) answer(frame.stream);
  if (frame.type == rst_stream)
    std::erase_if(unfinished_, [&](const auto& one) { return one.stream == frame.stream; });
  return true;
}

void ServerConnection::answer(std::uint32_t stream) {
  if (head_ == nullptr) prepareHeaders();
  putFrame(out_.text(), headers, kEndHeaders, stream, head_->next());
  std::size_t left = kMessagePrefix + answer_bytes_;
  if (!unfinished_.empty() || !sendData(stream, left)) unfinished_.push_back({stream, left});
}

bool ServerConnection::sendData(std::uint32_t stream, std::size_t& left) {
  const auto whole = kMessagePrefix + answer_bytes_;
  while (left > 0) {
    const auto window = sendWindow(stream);
    if (window <= 0) return false;
    const auto size = std::min({left, kMaxFrame, static_cast<std::size_t>(window)});
    putFrame(out_.text(), data, 0, stream, size);
    if (left == whole && size >= kMessagePrefix) {
      out_.text().push_back('\0');
      put32(out_.text(), static_cast<std::uint32_t>(answer_bytes_));
      out_.putZeros(size - kMessagePrefix);
    } else {
      out_.putZeros(size);
    }
    spendWindow(stream, static_cast<std::int64_t>(size));
    left -= size;
  }
  putFrame(out_.text(), headers, kEndHeaders | kEndStream, stream, tail_->next());
  forget(stream);
  return true;
}

void ServerConnection::onWindow() {
  for (auto waiting = unfinished_.begin(); waiting != unfinished_.end();)
    waiting = sendData(waiting->stream, waiting->left) ? unfinished_.erase(waiting) : std::next(waiting);
}

}  // namespace switchyard::bench
