// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes both ways: half-close, back-pressure, ends and resets.
#include "tests/core/tcp/proxy.h"

#include <catch2/catch.hpp>
#include <future>

using namespace switchyard;
using namespace switchyard::tcp_test;

namespace {

constexpr std::size_t kMebibyte = 1 << 20;

/// `size` bytes that tell their place.
std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 + i / 251);
  return bytes;
}

}  // namespace

TEST_CASE("bytesGoBothWays") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  client.send("question");
  auto served = server.accept();
  CHECK(served.receive(8) == "question");
  served.send("answer");
  CHECK(client.receive(6) == "answer");
}

TEST_CASE("aServerThatSpeaksFirstIsHeard") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  server.accept().send("welcome");
  CHECK(client.receive(7) == "welcome");
}

TEST_CASE("aClientThatHasFinishedStillGetsItsAnswer") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  client.send("last question");
  client.finish();
  auto served = server.accept();
  CHECK(served.receive(13) == "last question");
  CHECK(served.seesEnd());
  served.send("answer");
  CHECK(client.receive(6) == "answer");
  CHECK(client.hearsNothing(50ms));
  served.close();
  CHECK(client.seesEnd());
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::client_closed});
}

TEST_CASE("aServerThatHasFinishedStillHearsItsClient") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  auto served = server.accept();
  served.send("goodbye");
  served.finish();
  CHECK(client.receive(7) == "goodbye");
  CHECK(client.seesEnd());
  client.send("one more thing");
  CHECK(served.receive(14) == "one more thing");
  client.close();
  CHECK(served.seesEnd());
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::server_closed});
}

TEST_CASE("aResetIsPassedOnAsAReset") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  auto served = server.accept();
  REQUIRE(proxy.await([](const World& world) { return world.peakUpstream() == 1; }));
  SECTION("of the client to the server") {
    client.reset();
    CHECK(served.seesReset());
  }
  SECTION("of the server to the client") {
    served.reset();
    CHECK(client.seesReset());
  }
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::reset});
}

TEST_CASE("largeMessagesArriveWholeBothWaysAtOnce") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  auto served = server.accept();
  const auto up = pattern(24 * kMebibyte);
  const auto down = pattern(16 * kMebibyte + 17);
  auto asked = std::async(std::launch::async, [&] { return client.trySend(up); });
  auto answered = std::async(std::launch::async, [&] { return served.trySend(down); });
  auto got_down = std::async(std::launch::async, [&] { return client.receive(down.size()); });
  CHECK(served.receive(up.size()) == up);
  CHECK(got_down.get() == down);
  CHECK(asked.get());
  CHECK(answered.get());
}

TEST_CASE("anEndRightBehindALargeMessageComesAfterIt") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  auto served = server.accept();
  const auto message = pattern(4 * kMebibyte);
  auto sent = std::async(std::launch::async, [&] {
    const bool all = served.trySend(message);
    served.close();
    return all;
  });
  CHECK(client.receive(message.size()) == message);
  CHECK(client.seesEnd());
  CHECK(sent.get());
}

TEST_CASE("aReaderThatDoesNotReadStallsTheSenderAndCostsBoundedMemory") {
  constexpr std::size_t kOffered = 512 * kMebibyte;
  constexpr int kSessions = 8;
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  std::vector<Peer> clients, served;
  for (int i = 0; i < kSessions; ++i) {
    clients.push_back(proxy.connect());
    served.push_back(server.accept());
  }
  const auto before = residentKilobytes();
  std::vector<std::size_t> taken;
  for (int i = 0; i < kSessions; ++i) {
    auto& sender = i % 2 == 0 ? clients[static_cast<std::size_t>(i)] : served[static_cast<std::size_t>(i)];
    taken.push_back(sender.sendUntilStalled(kOffered, static_cast<char>('a' + i)));
    CHECK(taken.back() < kOffered);
  }
  CHECK(grownKilobytes(before) < kSessions * 512);
  // Everything that was taken arrives once the reader reads.
  for (int i = 0; i < kSessions; ++i) {
    auto& reader = i % 2 == 0 ? served[static_cast<std::size_t>(i)] : clients[static_cast<std::size_t>(i)];
    const auto size = taken[static_cast<std::size_t>(i)];
    CHECK(reader.receive(size) == std::string(size, static_cast<char>('a' + i)));
  }
}

TEST_CASE("aStalledDirectionDoesNotStopTheOther") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  auto served = server.accept();
  REQUIRE(client.sendUntilStalled(512 * kMebibyte, 'x') > 0);
  for (int i = 0; i < 100; ++i) {
    served.send("tick");
    REQUIRE(client.receive(4) == "tick");
  }
}

TEST_CASE("aReaderThatGoesAwayWhileItsSenderIsStalledEndsBoth") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}});
  auto client = proxy.connect();
  auto served = server.accept();
  REQUIRE(client.sendUntilStalled(512 * kMebibyte, 'x') > 0);
  served.reset();
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::reset});
  CHECK(client.seesReset());
}
