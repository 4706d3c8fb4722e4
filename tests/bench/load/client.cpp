// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load/client.h"

#include "core/event/event.h"

namespace switchyard::bench {
namespace {

const std::string kMessage("\0\0\0\0\7\n\5world", 12);  // dnt.HelloRequest{name: "world"} with gRPC's prefix

}  // namespace

ClientConnection::ClientConnection(int epoll, int fd, Tally& tally, const std::string& authority, std::size_t answer)
    : Connection(epoll, fd), tally_(tally), answer_bytes_(kMessagePrefix + answer) {
  nghttp2_hd_deflater* deflater = nullptr;
  nghttp2_hd_deflate_new(&deflater, kDefaultTableSize);
  request_ = std::make_unique<RepeatedHeaders>(
      deflater, RepeatedHeaders::List{{":method", "POST"},
                                      {":scheme", "http"},
                                      {":path", "/dnt.DemoService/SayHello"},
                                      {":authority", authority},
                                      {"te", "trailers"},
                                      {"content-type", "application/grpc"},
                                      {"user-agent", "switchyard-bench/1"},
                                      {"grpc-accept-encoding", "identity,deflate,gzip"}});
  nghttp2_hd_deflate_del(deflater);
  out_.text().append(kPreface);
  putFrame(out_.text(), settings, 0, 0, 6);
  out_.text().append("\0\4", 2);  // SETTINGS_INITIAL_WINDOW_SIZE
  put32(out_.text(), 16U << 20);
  putWindowUpdate(out_.text(), 0, kBigWindow);
}

void ClientConnection::call() {
  const auto stream = next_stream_;
  next_stream_ += 2;
  putFrame(out_.text(), headers, kEndHeaders, stream, request_->next());
  putFrame(out_.text(), data, kEndStream, stream, kMessage);
  under_way_.emplace(stream, Open{monotonicNow(), 0});
}

bool ClientConnection::onFrame(const Frame& frame) {
  if (frame.type == goaway) {
    going_ = true;
    return true;
  }
  const auto open = under_way_.find(frame.stream);
  if (open == under_way_.end()) return true;
  if (frame.type == data) {
    open->second.data += frame.payload.size();
    tookData(frame.payload.size());
  }
  if (frame.type == rst_stream)
    ended(frame.stream, false);
  else if ((frame.type == headers || frame.type == data) && (frame.flags & kEndStream) != 0)
    ended(frame.stream, frame.type == headers && open->second.data == answer_bytes_);
  return true;
}

void ClientConnection::ended(std::uint32_t stream, bool ok) {
  const auto open = under_way_.find(stream);
  ++tally_.calls;
  if (!ok) ++tally_.failed;
  tally_.bytes += open->second.data;
  tally_.latency.add(monotonicNow() - open->second.since);
  under_way_.erase(open);
  forget(stream);
  if (keep_going_ && usable()) call();
}

}  // namespace switchyard::bench
