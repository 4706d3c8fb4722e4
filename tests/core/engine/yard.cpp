// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/engine/yard.h"

#include "tests/core/engine/system_calls.h"
#include "tests/core/tcp/tls_peer.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <vector>

namespace switchyard::engine_test {
namespace {

using http2::FrameType;
using http2_test::block;
using http2_test::frame;
using http2_test::Http2Peer;
using http2_test::message;
using http2_test::valueOf;
using tcp_test::Peer;
using tcp_test::Proxy;

constexpr int kPollMilliseconds = 1;
constexpr std::uint32_t kMuch = 1U << 30;
constexpr auto kHung = tcp_test::kPatience - std::chrono::seconds(2);

std::string answerTo(const http2::Frame& received) {
  switch (received.type) {
    case FrameType::settings:
      return received.has(http2::kAck) ? "" : frame(FrameType::settings, http2::kAck, 0, {});
    case FrameType::ping:
      return received.has(http2::kAck) ? "" : frame(FrameType::ping, http2::kAck, 0, received.payload);
    case FrameType::headers:
    case FrameType::data:
      if (!received.has(http2::kEndStream)) return "";
      return frame(FrameType::headers, http2::kEndHeaders, received.stream, block(http2_test::response())) +
             frame(FrameType::data, 0, received.stream, message("world")) +
             frame(FrameType::headers, http2::kEndHeaders | http2::kEndStream, received.stream,
                   block(http2_test::trailers(0)));
    default:
      return "";
  }
}

SocketFd listenAnywhere() {
  auto socket = listenOn(Endpoint::loopback(0));
  REQUIRE(socket);
  return std::move(*socket);
}

void watch(Proxy& proxy) {
  proxy.onLoop([](Engine&) { system_calls::watchThisThread(); });
}

}  // namespace

Answering::Answering()
    : listening_(listenAnywhere()), address_(listening_.local()), thread_([this] { run(); }) {}

Answering::~Answering() {
  over_ = true;
  thread_.join();
  disconnectAll();
}

void Answering::disconnect() {
  disconnecting_ = true;
  while (disconnecting_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void Answering::disconnectAll() {
  for (const auto& [fd, received] : connections_) close(fd);
  connections_.clear();
}

void Answering::run() {
  while (!over_) {
    if (disconnecting_) {
      disconnectAll();
      disconnecting_ = false;
    }
    std::vector<pollfd> waiting{{listening_.fd(), POLLIN, 0}};
    for (const auto& [fd, received] : connections_) waiting.push_back({fd, POLLIN, 0});
    poll(waiting.data(), waiting.size(), kPollMilliseconds);
    if (waiting[0].revents != 0)
      if (const int fd = accept4(listening_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC); fd >= 0)
        connections_.emplace(fd, "");
    for (std::size_t i = 1; i < waiting.size(); ++i) {
      const int fd = waiting[i].fd;
      if (waiting[i].revents == 0 || serve(fd, connections_[fd])) continue;
      close(fd);
      connections_.erase(fd);
    }
  }
}

/// False when the connection has ended.
bool Answering::serve(int fd, std::string& received) {
  std::array<char, 4096> buffer;
  const auto got = recv(fd, buffer.data(), buffer.size(), 0);
  if (got <= 0) return got < 0 && errno == EAGAIN;
  received.append(buffer.data(), static_cast<std::size_t>(got));
  std::string out;
  if (received.starts_with("PRI ")) {
    if (received.size() < http2::kPreface.size()) return true;
    received.erase(0, http2::kPreface.size());
    out = frame(FrameType::settings, 0, 0, {}) +
          frame(FrameType::window_update, 0, 0, http2_test::number(kMuch));
  }
  while (received.size() >= http2::kFrameHeaderSize) {
    const auto whole = http2::kFrameHeaderSize + http2::payloadSize(received);
    if (received.size() < whole) break;
    out += answerTo(http2::readFrame(received));
    received.erase(0, whole);
  }
  return out.empty() || send(fd, out.data(), out.size(), MSG_NOSIGNAL) > 0;
}

Yard::Yard(const Shape& shape) {
  const std::string limits =
      "timeout connect " + shape.connect_within + "\ntimeout client 3s\ntimeout server 3s\n";
  const std::string h2 = shape.mode == "http" ? " proto h2" : "";
  const std::string check = std::string(shape.checks ? " check inter 20ms" : "") +
                            (shape.observed ? " observe layer4 error-limit 1 on-error mark-down" : "");
  std::vector<Proxy::Line> lines{{servers_[0].address(), h2 + check}, {servers_[1].address(), h2 + check}};
  if (shape.tls) {
    inner_ = std::make_unique<Proxy>(
        Proxy::Setup{.servers = lines,
                     .bind_options = "ssl crt " + tcp_test::certificateFile() + " alpn h2",
                     .mode = shape.mode,
                     .defaults = limits});
    watch(*inner_);
    const auto through = " ssl verify none alpn h2" + check;  // the way to it may be lost: a second one
    lines = {{inner_->address(), through}, {inner_->address(), through}};
  }
  outer_ = std::make_unique<Proxy>(Proxy::Setup{.servers = lines, .mode = shape.mode, .defaults = limits});
  watch(*outer_);
}

Outcome callThrough(const Endpoint& balancer, std::string* why) {
  const auto began = std::chrono::steady_clock::now();
  auto socket = tcp_test::tryConnect(balancer);  // no assertion: this may be a second thread
  if (!socket.isOpen()) return Outcome::lost;
  Http2Peer client(Peer(std::move(socket)));
  client.trySend(std::string(http2::kPreface) + frame(FrameType::settings, 0, 0, {}) +
                 frame(FrameType::headers, http2::kEndHeaders, 1, block(http2_test::request())) +
                 frame(FrameType::data, http2::kEndStream, 1, message("hello")));
  while (const auto received = client.next()) {
    if (received->stream != 1) continue;
    if (received->type == FrameType::rst_stream) return Outcome::refused;
    if (received->type != FrameType::headers) continue;
    const auto fields = client.decode(received->payload);
    if (!received->endsStream()) continue;
    if (why != nullptr) *why = valueOf(fields, "grpc-message");
    return valueOf(fields, "grpc-status") == "0" ? Outcome::answered : Outcome::refused;
  }
  return std::chrono::steady_clock::now() - began > kHung ? Outcome::hung : Outcome::lost;
}

bool Yard::awaitServers() {
  return outer_->await([](const World& world) {
    return std::all_of(world.servers().begin(), world.servers().end(),
                       [](const Server& server) { return server.health.state == NodeState::ready; });
  });
}

void Yard::disconnect() {
  if (inner_)
    inner_->onLoop([](Engine& engine) {
      engine.stop();
      static_cast<void>(engine.start());
    });
  for (auto& server : servers_) server.disconnect();
  for (const auto* proxy : {&inner_, &outer_})
    if (*proxy)
      REQUIRE((*proxy)->await(
          [](const World& world) { return world.balancer(tcp_test::kBalancer)->upstream == 0; }));
}

}  // namespace switchyard::engine_test
