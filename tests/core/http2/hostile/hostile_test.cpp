// SPDX-License-Identifier: GPL-3.0-or-later
// Some hundreds of bad clients and of bad servers, each beside a client that keeps the rules and notices
// nothing. `[chaos]`: the same, spoilt further at random, for SWITCHYARD_CHAOS seconds (20 when not given).
#include "tests/core/http2/hostile/behaviours.h"
#include "tests/core/http2/plain_server.h"
#include "tests/core/http2/proxy.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <random>
#include <set>

using namespace switchyard;
using namespace switchyard::http2_test;
using tcp_test::Peer;
using tcp_test::Proxy;

namespace {

constexpr std::size_t kAtOnce = 64;                   // bad clients that are held open
constexpr std::chrono::milliseconds kNoticed{5'000};  // a call that takes so long was disturbed
const std::string kDefaults =
    "timeout connect 5s\ntimeout client 20s\ntimeout server 20s\ntimeout http-request 20s\n";

void requireUndisturbed(GoodClient& client) {
  const auto account = client.finish();
  INFO(account.calls << " calls, " << account.wrong << " wrong, slowest " << account.slowest.count()
                     << " ms");
  CHECK(account.calls > 0);
  CHECK(account.wrong == 0);
  CHECK(account.slowest < kNoticed);
}

std::string greetingOf(const Hostile& peer, bool client) {
  if (!peer.greets) return {};
  return (client ? std::string(http2::kPreface) : std::string()) + frame(FrameType::settings, 0, 0, {});
}

/// Until the balancer has nothing more to say.
void hearOut(const Peer& peer) {
  pollfd one{peer.fd(), POLLIN, 0};
  char bytes[16'384];
  while (poll(&one, 1, 3) == 1 && recv(peer.fd(), bytes, sizeof bytes, MSG_DONTWAIT) > 0) continue;
}

/// A balancer beset by clients.
class Siege {
 public:
  Siege()
      : proxy_({.servers = {{server_.address()}}, .mode = "http", .defaults = kDefaults}),
        good_(proxy_.address()) {}

  void play(const Hostile& client, bool ends_with_reset) {
    auto peer = Peer::connectTo(proxy_.address());
    peer.trySend(greetingOf(client, true) + client.bytes);
    held_.push_back(std::move(peer));
    if (ends_with_reset) held_.back().reset();
    if (held_.size() >= kAtOnce) leave();
  }

  /// All bad ones go, whatever they were at; nothing of them is left.
  void leave() {
    held_.clear();
    CHECK(proxy_.awaitOpen(1));
  }

  void end() {
    leave();
    requireUndisturbed(good_);
  }

 private:
  PlainServer server_;
  Proxy proxy_;
  GoodClient good_;
  std::vector<Peer> held_;
};

/// A balancer with a good server and a bad one; a header says which of them a call goes to.
class Treason {
 public:
  Treason()
      : proxy_({.servers = {{good_server_.address()}, {bad_server_.address()}},
                .backend = "balance hdr(x-to)\nretries 0\n",
                .mode = "http",
                .defaults = kDefaults}),
        victim_(Http2Peer::client(proxy_.address())) {
    victim_.send(frame(FrameType::window_update, 0, 0, number(1U << 30)));  // for all the junk that it gets
    findKeys();
    good_.emplace(proxy_.address(), Fields{{"x-to", to_good_}});
  }

  /// One call whose server does this, and then goes.
  void play(const Hostile& server, bool ends_with_reset) {
    auto peer = ask();
    peer.trySend(greetingOf(server, false) + server.bytes);
    hearOut(peer);
    ends_with_reset ? peer.reset() : peer.close();
    awaitEnd();
  }

  void end() { requireUndisturbed(*good_); }

 private:
  void call(const std::string& key) {
    stream_ += 2;
    victim_.call(stream_, "hello", {{"x-to", key}});
  }

  /// The victim's call, at the bad server. Again when an ending connection has taken it.
  Peer ask() {
    call(to_bad_);
    while (bad_server_.isLeftAlone(1ms))
      if (hasEnded()) call(to_bad_);
    auto peer = bad_server_.accept();
    peer.receive(http2::kPreface.size());
    return peer;
  }

  /// True when one of the frames that have come ends the call under way, however.
  bool hasEnded() {
    while (!victim_.connection().hearsNothing(0ms))
      if (endsWith(victim_.next())) return true;
    return false;
  }
  void awaitEnd() {
    while (!endsWith(victim_.next())) continue;
  }
  bool endsWith(const std::optional<Received>& received) const {
    if (!received || received->type == FrameType::goaway) FAIL("the victim's connection has ended");
    return received->stream == stream_ && (received->type == FrameType::rst_stream || received->endsStream());
  }

  /// Two values of the header, one for each server.
  void findKeys() {
    for (char key = 'a'; to_good_.empty() || to_bad_.empty(); ++key) {
      REQUIRE(key <= 'z');
      call({key});
      bool good = false;
      while (!good && bad_server_.isLeftAlone(1ms)) good = hasEnded();
      (good ? to_good_ : to_bad_) = key;
      if (good) continue;
      bad_server_.accept().reset();
      awaitEnd();
    }
  }

  PlainServer good_server_;
  tcp_test::Upstream bad_server_;
  Proxy proxy_;
  Http2Peer victim_;
  std::optional<GoodClient> good_;
  StreamId stream_ = static_cast<StreamId>(-1);
  std::string to_good_, to_bad_;
};

/// One of them, spoilt further.
Hostile spoil(const std::vector<Hostile>& all, std::mt19937& random) {
  auto one = all[random() % all.size()];
  const auto& other = all[random() % all.size()].bytes;
  if (random() % 3 == 0) one.bytes.resize(random() % (one.bytes.size() + 1));
  if (random() % 3 == 0) one.bytes += other.substr(0, random() % (other.size() + 1));
  for (auto flips = random() % 4; flips > 0 && !one.bytes.empty(); --flips)
    one.bytes[random() % std::min<std::size_t>(one.bytes.size(), 200)] = static_cast<char>(random());
  return one;
}

std::chrono::seconds chaosTime() {
  const char* seconds = std::getenv("SWITCHYARD_CHAOS");
  return std::chrono::seconds(seconds == nullptr ? 20 : std::atoi(seconds));
}

template <typename Yard>
void disturbAtRandom(Yard& yard, const std::vector<Hostile>& all) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  INFO("seed " << seed);
  const auto end = std::chrono::steady_clock::now() + chaosTime();
  for (int i = 0; std::chrono::steady_clock::now() < end; ++i) {
    const auto one = spoil(all, random);
    INFO(i << ": " << one.what);
    yard.play(one, random() % 2 == 0);
  }
  yard.end();
}

std::size_t distinct(const std::vector<Hostile>& all) {
  std::set<std::string> said;
  for (const auto& one : all) said.insert((one.greets ? "greets " : "") + one.bytes);
  return said.size();
}

}  // namespace

TEST_CASE("aGoodClientNoticesNothingOfTwoHundredBadOnes") {
  const auto all = badClients();
  CHECK(distinct(all) >= 200);
  const auto before = tcp_test::residentKilobytes();
  Siege siege;
  for (const bool reset : {false, true})
    for (const auto& client : all) {
      INFO(client.what);
      siege.play(client, reset);
    }
  siege.end();
  CHECK(tcp_test::grownKilobytes(before) < 200'000);
}

TEST_CASE("aGoodClientNoticesNothingOfAHundredBadServers") {
  const auto all = badServers();
  CHECK(distinct(all) >= 100);
  Treason treason;
  bool reset = false;
  for (const auto& server : all) {
    INFO(server.what);
    treason.play(server, reset = !reset);
  }
  treason.end();
}

TEST_CASE("badClientsAtRandom", "[.chaos]") {
  Siege siege;
  disturbAtRandom(siege, badClients());
}

TEST_CASE("badServersAtRandom", "[.chaos]") {
  Treason treason;
  disturbAtRandom(treason, badServers());
}
