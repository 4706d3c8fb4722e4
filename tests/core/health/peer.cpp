// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/health/peer.h"

#include <sys/socket.h>

#include <array>
#include <catch2/catch.hpp>

namespace switchyard::health {
namespace {

class Says final : public Answers {
 public:
  explicit Says(std::string text) : text_(std::move(text)) {}
  bool received(std::string_view, std::string& reply) override {
    reply = text_;
    return false;
  }

 private:
  std::string text_;
};

class SaysNothing final : public Answers {
 public:
  bool received(std::string_view, std::string&) override { return true; }
};

}  // namespace

class Peer::Connection final : private Loop::Watcher {
 public:
  Connection(Loop& loop, SocketFd socket, std::unique_ptr<Answers> answers)
      : loop_(loop), socket_(std::move(socket)), answers_(std::move(answers)) {
    REQUIRE(loop_.watch(socket_.fd(), *this));
  }
  ~Connection() {
    if (socket_.isOpen()) loop_.unwatch(socket_.fd(), *this);
  }

  void reset() {
    if (!socket_.isOpen()) return;
    loop_.unwatch(socket_.fd(), *this);
    socket_.reset();
  }

 private:
  void onReady(std::uint32_t) override {
    std::array<char, 16 * 1024> buffer;
    for (ssize_t got; (got = recv(socket_.fd(), buffer.data(), buffer.size(), 0)) > 0;) {
      std::string reply;
      const bool goes_on = answers_->received({buffer.data(), static_cast<std::size_t>(got)}, reply);
      if (!reply.empty()) static_cast<void>(send(socket_.fd(), reply.data(), reply.size(), MSG_NOSIGNAL));
      if (goes_on) continue;
      loop_.unwatch(socket_.fd(), *this);
      return socket_.close();
    }
  }

  Loop& loop_;
  SocketFd socket_;
  std::unique_ptr<Answers> answers_;
};

Peer::Peer(Loop& loop, Make make) : loop_(loop), make_(std::move(make)), address_(Endpoint::loopback(0)) {
  listen();
}

Peer::~Peer() = default;

void Peer::listen() {
  auto socket = listenOn(address_);
  REQUIRE(socket);
  address_ = socket->local();
  listener_ = std::make_unique<Listener>(
      loop_, std::move(*socket),
      [this](SocketFd accepted, const Endpoint&) {
        ++accepted_;
        connections_.push_back(std::make_unique<Connection>(loop_, std::move(accepted), make_()));
      },
      [](const Error& error) { FAIL(error.what); });
}

void Peer::refuse() {
  listener_.reset();
  for (const auto& connection : connections_) connection->reset();
}

Peer::Make says(std::string text) {
  return [text = std::move(text)] { return std::make_unique<Says>(text); };
}

Peer::Make saysNothing() {
  return [] { return std::make_unique<SaysNothing>(); };
}

}  // namespace switchyard::health
