// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/http2/plain_server.h"

#include "core/h2/limits.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

namespace switchyard::http2_test {
namespace {

constexpr std::uint32_t kWideWindow = 1U << 30;
constexpr std::chrono::milliseconds kBetweenCalls{2};

std::string headersFrames(StreamId stream, const Fields& fields, bool end) {
  std::string bytes;
  http2::putHeaders(bytes, stream, block(fields), end);
  return bytes;
}

}  // namespace

PlainServer::PlainServer() : listener_(std::move(*listenOn(Endpoint::loopback(0)))) {
  accepting_ = std::thread([this] { acceptAll(); });
}

PlainServer::~PlainServer() {
  shutdown(listener_.fd(), SHUT_RDWR);
  accepting_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : open_) shutdown(fd, SHUT_RDWR);
  }
  for (auto& connection : connections_) connection.join();
}

void PlainServer::acceptAll() {
  pollfd ready{listener_.fd(), POLLIN, 0};
  while (poll(&ready, 1, -1) == 1 && (ready.revents & POLLHUP) == 0) {
    const int fd = accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    const std::lock_guard lock(mutex_);
    const auto place = open_.insert(open_.end(), fd);
    connections_.emplace_back([this, fd, place] {
      serve(fd);
      const std::lock_guard over(mutex_);
      open_.erase(place);
      close(fd);
    });
  }
}

void PlainServer::serve(int fd) {
  Http2Peer peer{tcp_test::Peer(SocketFd(dup(fd)))};
  if (peer.connection().receive(http2::kPreface.size()) != http2::kPreface) return;
  peer.trySend(frame(FrameType::settings, 0, 0,
                     setting(Setting::initial_window_size, kWideWindow) +
                         setting(Setting::max_concurrent_streams, 1'000)) +
               frame(FrameType::window_update, 0, 0, number(kWideWindow)));
  std::map<StreamId, std::string> bodies;
  pollfd ready{fd, POLLIN, 0};
  while (poll(&ready, 1, -1) == 1) {
    const auto received = peer.next();
    if (!received) return;
    const auto stream = received->stream;
    if (received->type == FrameType::rst_stream) bodies.erase(stream);
    if (received->type == FrameType::ping && (received->flags & http2::kAck) == 0)
      peer.trySend(frame(FrameType::ping, http2::kAck, 0, received->payload));
    if (received->type != FrameType::headers && received->type != FrameType::data) continue;
    if (received->type == FrameType::data) bodies[stream] += received->payload;
    if (!received->endsStream()) continue;
    const auto body = bodies[stream].empty() ? "world" : bodies[stream];
    bodies.erase(stream);
    auto answer = headersFrames(stream, response(), false);
    for (std::size_t at = 0; at < body.size(); at += http2::kMaxFrameSize)
      answer += frame(FrameType::data, 0, stream, body.substr(at, http2::kMaxFrameSize));
    peer.trySend(answer + headersFrames(stream, trailers(), true));
  }
}

GoodClient::GoodClient(const Endpoint& balancer, Fields metadata) : metadata_(std::move(metadata)) {
  thread_ = std::thread([this, balancer] { run(balancer); });
}

GoodClient::Account GoodClient::finish() {
  ending_ = true;
  if (thread_.joinable()) thread_.join();
  return account_;
}

void GoodClient::run(const Endpoint& balancer) {
  Http2Peer peer{tcp_test::Peer(tcp_test::tryConnect(balancer))};
  peer.trySend(std::string(http2::kPreface) + frame(FrameType::settings, 0, 0, {}));
  for (StreamId stream = 1; !ending_; stream += 2) {
    const auto begun = std::chrono::steady_clock::now();
    const bool right = call(peer, stream);
    const auto took = std::chrono::steady_clock::now() - begun;
    ++account_.calls;
    account_.wrong += right ? 0 : 1;
    account_.slowest =
        std::max(account_.slowest, std::chrono::duration_cast<std::chrono::milliseconds>(took));
    if (!right) return;
    std::this_thread::sleep_for(kBetweenCalls);
  }
}

bool GoodClient::call(Http2Peer& peer, StreamId stream) {
  const auto sent = message("call " + std::to_string(stream) + std::string(stream % 1'000, 'x'));
  if (!peer.trySend(headersFrames(stream, request(metadata_), false) +
                    frame(FrameType::data, http2::kEndStream, stream, sent)))
    return false;
  std::string came;
  while (const auto received = peer.next()) {
    if (received->type == FrameType::rst_stream || received->type == FrameType::goaway) return false;
    if (received->stream == 0) continue;
    if (received->type == FrameType::data) came += received->payload;
    if (received->type == FrameType::data && !received->payload.empty())
      peer.trySend(frame(FrameType::window_update, 0, 0,
                         number(static_cast<std::uint32_t>(received->payload.size()))));
    if (received->endsStream())
      return received->stream == stream && received->type == FrameType::headers &&
             valueOf(peer.decode(received->payload), "grpc-status") == "0" && came == sent;
    if (received->type == FrameType::headers) peer.decode(received->payload);
  }
  return false;
}

}  // namespace switchyard::http2_test
