// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer: a whole request balancer between a client and a server that both say anything. The input is a
// row of parts: one byte whose highest bit says who speaks (1: the server), whose others are the length, then
// the bytes.
#include "core/config/config.h"
#include "core/engine/engine.h"
#include "core/http2/frame.h"
#include "core/net/loop.h"
#include "core/net/socket.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

using namespace switchyard;

namespace {

constexpr int kTurns = 3;  // of the loop after each part: enough for a byte to come through

class Yard {
 public:
  Yard() {
    signal(SIGPIPE, SIG_IGN);
    const auto reading = config::readHaproxy(
        "defaults\nmode http\ntimeout connect 5s\ntimeout client 60s\ntimeout server 60s\n"
        "frontend front\nbind " +
        address_.text() + " proto h2\ndefault_backend back\nbackend back\noption redispatch\nserver one " +
        server_.local().text() + " proto h2\n");
    engine_ =
        makeEngine(loop_, *reading.config, reading.config->frontends.front(), {}, {}, [](const Error&) {});
    if (!engine_->start()) std::abort();
  }

  void play(std::string_view parts) {
    SocketFd client = beginConnect(address_);
    SocketFd server;
    write(client, std::string(http2::kPreface) + std::string("\0\0\0\4\0\0\0\0\0", 9));
    while (!parts.empty()) {
      const auto head = static_cast<unsigned char>(parts[0]);
      const auto length = std::min<std::size_t>(head & 0x7F, parts.size() - 1);
      if (!server.isOpen())
        server = SocketFd(accept4(server_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      write((head & 0x80) != 0 ? server : client, std::string(parts.substr(1, length)));
      parts.remove_prefix(1 + length);
    }
    client.close();
    server.close();
    turn();
    if (engine_->openConnections() != 0) turn();
    for (int late; (late = accept4(server_.fd(), nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) ::close(late);
  }

 private:
  void write(SocketFd& to, const std::string& bytes) {
    if (to.isOpen()) send(to.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    turn();
    char answer[4096];
    if (to.isOpen())
      while (recv(to.fd(), answer, sizeof answer, MSG_DONTWAIT) > 0) continue;
  }

  void turn() {
    for (int i = 0; i < kTurns; ++i) {
      loop_.post([this] { loop_.stop(); });
      loop_.run();
      loop_.io().restart();
    }
  }

  SocketFd server_ = std::move(*listenOn(Endpoint::loopback(0)));
  Endpoint address_ = listenOn(Endpoint::loopback(0))->local();
  Loop loop_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Yard yard;
  yard.play({reinterpret_cast<const char*>(data), size});
  return 0;
}
