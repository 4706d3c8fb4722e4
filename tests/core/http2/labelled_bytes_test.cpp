// SPDX-License-Identifier: GPL-3.0-or-later
// Nobody is sent what is somebody else's. Clients and servers do whatever HTTP/2 allows at random, resets,
// refusals, goodbyes, slow reading and broken connections among it, for ten seconds or SWITCHYARD_CHAOS
// seconds; SWITCHYARD_SEED repeats the choices. Each byte says whose it is.
#include "tests/core/http2/wild_peer.h"
#include "tests/core/tcp/proxy.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <semaphore>
#include <thread>

using namespace switchyard;
using namespace switchyard::http2_test;
using http2::ErrorCode;
using tcp_test::Proxy;

namespace {

constexpr std::size_t kServers = 3;
constexpr std::size_t kClients = 12;
constexpr std::uint64_t kMostActions = 24;  // between two looks at what has come
constexpr int kSmallBuffer = 8192;          // of a socket whose reader is to be felt soon

unsigned numberFrom(const char* variable, unsigned otherwise) {
  const auto* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

/// Stops the balancer's loop now and then, so that what happens meanwhile is one turn for it.
class Holder {
 public:
  explicit Holder(Proxy& proxy) : thread_([this, &proxy] { serve(proxy); }) {}
  ~Holder() {
    over_ = true;
    ask_.release();
    thread_.join();
  }

  void hold() {
    ask_.release();
    held_.acquire();
  }
  void release() { go_on_.release(); }

 private:
  void serve(Proxy& proxy) {
    while (true) {
      ask_.acquire();
      if (over_) return;
      proxy.onLoop([this](Engine&) {
        held_.release();
        go_on_.acquire();
      });
    }
  }

  std::binary_semaphore ask_{0}, held_{0}, go_on_{0};
  bool over_ = false;  // written before ask_ is released
  std::thread thread_;
};

class Wilderness {
 public:
  explicit Wilderness(unsigned seed) : random_(seed) {
    Proxy::Setup setup{.servers = {},
                       .bind_options = "proto h2",
                       .frontend = {},
                       .backend =
                           "balance roundrobin\nretries 3\n"
                           "retry-on conn-failure empty-response junk-response 503\n",
                       .mode = "http"};
    for (auto& server : servers_) {
      server = std::move(*listenOn(Endpoint::loopback(0)));
      setup.servers.push_back({server.local(), "proto h2"});
    }
    proxy_ = std::make_unique<Proxy>(setup);
  }

  void liveFor(std::chrono::seconds time) {
    Holder holder(*proxy_);
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end && findings_.foreign.empty()) {
      const bool held = upTo(random_, 1) == 0;
      if (held) holder.hold();
      for (auto left = upTo(random_, kMostActions); left > 0; --left) act();
      if (held) holder.release();
      takeWhatCame();
    }
  }

  const Findings& findings() const { return findings_; }
  std::uint64_t connections() const { return connections_; }

 private:
  template <typename Peer>
  Peer* any(const std::vector<std::unique_ptr<Peer>>& peers) {
    if (peers.empty()) return nullptr;
    auto* peer = peers[upTo(random_, peers.size() - 1)].get();
    return peer->gone() ? nullptr : peer;
  }

  void act() {
    constexpr std::uint64_t kChoices = 40;
    const auto what = upTo(random_, kChoices - 1);
    if (what < 2 || client_peers_.empty()) return connect();
    if (upTo(random_, 1) == 0) {
      if (auto* client = any(client_peers_)) actOf(*client, what);
    } else if (auto* server = any(server_peers_)) {
      actOf(*server, what);
    }
  }

  void actOf(WildClient& client, std::uint64_t what) {
    switch (what) {
      case 2:
        return client.reset();
      case 3:
        return client.close();
      case 4:
        return client.resetStream(ErrorCode::cancel);
      case 5:
        return client.beSlow(upTo(random_, 50));
      default:
        if (what % 2 == 0) client.call();
        return client.push();
    }
  }

  void actOf(WildServer& server, std::uint64_t what) {
    switch (what) {
      case 2:
        return upTo(random_, 9) == 0 ? server.reset() : server.refuse();
      case 3:
        return upTo(random_, 9) == 0 ? server.close() : server.answerUnavailable();
      case 4:
        return server.resetStream(ErrorCode::internal_error);
      case 5:
        return server.beSlow(upTo(random_, 20));
      case 6:
        return upTo(random_, 4) == 0 ? server.goAway() : server.refuse();
      default:
        if (what % 2 == 0) server.answer();
        return server.push();
    }
  }

  void connect() {
    if (client_peers_.size() >= kClients) return;
    auto socket = tcp_test::tryConnect(proxy_->address());
    if (!socket.isOpen()) return;
    if (upTo(random_, 1) == 0)
      setsockopt(socket.fd(), SOL_SOCKET, SO_RCVBUF, &kSmallBuffer, sizeof kSmallBuffer);
    ++connections_;
    client_peers_.push_back(std::make_unique<WildClient>(
        std::move(socket), static_cast<std::uint16_t>(connections_), random_, findings_));
    client_peers_.back()->flush();
  }

  void accept() {
    for (auto& server : servers_)
      for (int fd; (fd = accept4(server.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        server_peers_.push_back(std::make_unique<WildServer>(SocketFd(fd), random_, findings_));
        server_peers_.back()->flush();
      }
  }

  void takeWhatCame() {
    std::vector<pollfd> waiting;
    const auto add = [&](int fd) { waiting.push_back({fd, POLLIN, 0}); };
    for (const auto& server : servers_) add(server.fd());
    for (const auto& one : client_peers_)
      if (!one->gone()) add(one->fd());
    for (const auto& one : server_peers_)
      if (!one->gone()) add(one->fd());
    poll(waiting.data(), waiting.size(), 1);
    accept();
    for (const auto& one : client_peers_) one->read();
    for (const auto& one : server_peers_) one->read();
    std::erase_if(client_peers_, [](const auto& one) { return one->gone(); });
    std::erase_if(server_peers_, [](const auto& one) { return one->gone(); });
  }

  Random random_;
  Findings findings_;
  std::array<SocketFd, kServers> servers_;
  std::unique_ptr<Proxy> proxy_;
  std::vector<std::unique_ptr<WildClient>> client_peers_;
  std::vector<std::unique_ptr<WildServer>> server_peers_;
  std::uint64_t connections_ = 0;
};

}  // namespace

TEST_CASE("whateverPeersDoNobodyGetsWhatIsSomebodyElses") {
  const auto seed = numberFrom("SWITCHYARD_SEED", std::random_device()() % 100'000);
  const std::chrono::seconds time(numberFrom("SWITCHYARD_CHAOS", 10));
  INFO("seed " << seed);
  Wilderness wilderness(seed);
  wilderness.liveFor(time);
  const auto& findings = wilderness.findings();
  for (const auto& foreign : findings.foreign) FAIL_CHECK(foreign);
  REQUIRE(findings.foreign.empty());
  WARN("seed " << seed << ": " << wilderness.connections() << " clients, " << findings.whole_requests
               << " whole requests, " << findings.whole_answers << " whole answers, "
               << (findings.request_bytes + findings.answer_bytes) / 1'000'000 << " MB");
  CHECK(findings.whole_requests > 0);
  CHECK(findings.whole_answers > 0);
}
