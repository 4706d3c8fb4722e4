// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer: a whole request balancer between a client and a server that both say anything. The input is a
// row of parts: one byte whose highest bit says who speaks (1: the server), whose others are the length, then
// the bytes.
#include "core/config/config.h"
#include "core/engines/engines.h"
#include "core/h2/frame.h"
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

constexpr int kTurns = 3;       // of the loop after each part: enough for a byte to come through
constexpr int kMostTurns = 64;  // for connections to end whose peers are gone

const std::string kSettings("\0\0\0\4\0\0\0\0\0", 9);
const std::string kAnswer("\0\0\1\1\5\0\0\0\1\x88", 10);  // HEADERS: `:status: 200`, and its end
const std::string kRequest("\0\0\6\1\5\0\0\0\1\x83\x86\x84\x41\1a", 15);  // POST / at http://a

std::string part(char speaker, const std::string& bytes) {
  return static_cast<char>(speaker | static_cast<char>(bytes.size())) + bytes;
}

/// Ends the loop's run after some turns.
class Stopper final : public Loop::Watcher {
 public:
  explicit Stopper(Loop& loop) : loop_(loop) {}

  void begin(int turns) {
    left_ = turns;
    loop_.again(*this);
  }

 private:
  void onReady(std::uint32_t) override { --left_ == 0 ? loop_.stop() : loop_.again(*this); }

  Loop& loop_;
  int left_ = 0;
};

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
    // What does not reach the balancer finds nothing in it.
    const auto heard = play(part(0, kRequest) + part('\x80', kSettings + kAnswer));
    if (heard.find(kAnswer.substr(3)) == std::string::npos) std::abort();
  }

  /// What the client was sent.
  std::string play(std::string_view parts) {
    std::string heard;
    SocketFd client = beginConnect(address_);
    SocketFd server;
    write(client, std::string(http2::kPreface) + kSettings);
    while (!parts.empty()) {
      const auto head = static_cast<unsigned char>(parts[0]);
      const auto length = std::min<std::size_t>(head & 0x7F, parts.size() - 1);
      if (!server.isOpen())
        server = SocketFd(accept4(server_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      write((head & 0x80) != 0 ? server : client, parts.substr(1, length));
      heard += hear(client);
      hear(server);
      parts.remove_prefix(1 + length);
    }
    client.close();
    server.close();
    end();
    return heard;
  }

 private:
  void write(const SocketFd& to, std::string_view bytes) {
    if (to.isOpen()) send(to.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    turn(kTurns);
  }

  static std::string hear(const SocketFd& from) {
    std::string heard;
    char bytes[4096];
    while (from.isOpen()) {
      const auto count = recv(from.fd(), bytes, sizeof bytes, MSG_DONTWAIT);
      if (count <= 0) break;
      heard.append(bytes, static_cast<std::size_t>(count));
    }
    return heard;
  }

  /// Nothing of them is left.
  void end() {
    for (int turns = 0; turns < kMostTurns; turns += kTurns) {
      for (int late; (late = accept4(server_.fd(), nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) ::close(late);
      turn(kTurns);
      if (engine_->openConnections() == 0) return;
    }
    std::abort();
  }

  void turn(int count) {
    stopper_.begin(count);
    loop_.run();
    loop_.io().restart();
  }

  SocketFd server_ = std::move(*listenOn(Endpoint::loopback(0)));
  Endpoint address_ = listenOn(Endpoint::loopback(0))->local();
  Loop loop_;
  Stopper stopper_{loop_};
  std::unique_ptr<Engine> engine_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Yard yard;
  yard.play({reinterpret_cast<const char*>(data), size});
  return 0;
}
