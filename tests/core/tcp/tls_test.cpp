// SPDX-License-Identifier: GPL-3.0-or-later
// Connections that are relayed between TLS and plain text.
#include "tests/core/tcp/proxy.h"
#include "tests/core/tcp/tls_peer.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <future>

using namespace switchyard;
using namespace switchyard::tcp_test;

namespace {

std::string bindTls() {
  return "ssl crt " + certificateFile() + " alpn h2";
}

std::string serverTls() {
  return "ssl ca-file " + certificateFile() + " verifyhost localhost alpn h2";
}

std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 + i / 251);
  return bytes;
}

bool isTold(Proxy& proxy, const std::string& what) {
  return proxy.await([&](const World&) {
    const auto problems = proxy.problems();
    return std::any_of(problems.begin(), problems.end(),
                       [&](const Error& problem) { return problem.what.find(what) != std::string::npos; });
  });
}

}  // namespace

TEST_CASE("tlsMayEndAtTheBalancer") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}, .bind_options = bindTls()});
  auto client = tlsClient(proxy.connect());
  CHECK(protocolOf(client) == "h2");
  client.send("question");
  auto served = server.accept();
  CHECK(served.receive(8) == "question");
  served.send("answer");
  CHECK(client.receive(6) == "answer");
}

TEST_CASE("tlsMayBeginAtTheBalancer") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), serverTls()}}});
  auto client = proxy.connect();
  client.send("question");
  auto served = tlsServer(server.accept());
  CHECK(served.receive(8) == "question");
  served.send("answer");
  CHECK(client.receive(6) == "answer");
}

TEST_CASE("megabytesPassThroughTlsWithSlowReaders") {
  constexpr std::size_t kSize = 20 << 20;
  const auto bytes = pattern(kSize);
  Upstream server;
  Proxy proxy({.servers = {{server.address(), serverTls()}}, .bind_options = bindTls()});
  auto client = tlsClient(proxy.connect());
  auto served = tlsServer(server.accept());
  for (auto [from, to] : {std::pair{&client, &served}, std::pair{&served, &client}}) {
    auto sending = std::async(std::launch::async, [&, sender = from] { return sender->trySend(bytes); });
    std::this_thread::sleep_for(100ms);  // until nothing more fits on the way
    CHECK(to->receive(kSize) == bytes);
    CHECK(sending.get());
  }
}

TEST_CASE("aClientThatHasFinishedInTlsStillGetsItsAnswer") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), serverTls()}}, .bind_options = bindTls()});
  auto client = tlsClient(proxy.connect());
  client.send("last question");
  client.finish();
  auto served = tlsServer(server.accept());
  CHECK(served.receive(13) == "last question");
  CHECK(served.seesEnd());
  served.send("answer");
  CHECK(client.receive(6) == "answer");
  served.finish();
  CHECK(client.seesEnd());
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::client_closed});
}

TEST_CASE("aServerThatSpeaksFirstInTlsIsHeard") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), serverTls()}}, .bind_options = bindTls()});
  auto client = tlsClient(proxy.connect());
  auto served = tlsServer(server.accept());
  served.send("welcome");
  CHECK(client.receive(7) == "welcome");
}

TEST_CASE("aTlsServerThatIsNotTrustedIsPassedOver") {
  Upstream stranger, trusted;
  Proxy proxy({.servers = {{stranger.address(), serverTls()}, {trusted.address(), serverTls()}}});
  auto client = proxy.connect();
  client.send("question");
  auto refused = stranger.accept();
  shakeHandsAsServer(refused, {.certificate = certificateFile("stranger")});
  auto served = tlsServer(trusted.accept());
  CHECK(served.receive(8) == "question");
  CHECK(isTold(proxy, "Server 's0' cannot be used: its certificate is not trusted"));
}

TEST_CASE("keysAreAgreedOnEllipticCurvesOnly") {
  Upstream server;
  SECTION("with clients") {
    Proxy proxy({.servers = {{server.address()}}, .bind_options = bindTls()});
    for (const auto* group : {"X25519", "P-256", "P-384", "P-521"})
      CHECK(protocolOf(tlsClient(proxy.connect(), {.groups = group})) == "h2");
    for (const auto* group : {"ffdhe2048", "ffdhe8192", "X448"}) {
      auto client = proxy.connect();
      CHECK(shakeHandsAsClient(client, {.groups = group}) != 0);
    }
    CHECK(isTold(proxy, "X25519, P-256"));
  }
  SECTION("with servers") {
    Proxy proxy({.servers = {{server.address(), serverTls()}}});
    const std::string group = GENERATE("X25519", "P-256", "P-384", "P-521", "ffdhe2048", "ffdhe8192", "X448");
    const bool is_curve = group == "X25519" || group.starts_with("P-");
    auto client = proxy.connect();
    auto served = server.accept();
    CHECK((shakeHandsAsServer(served, {.groups = group}) == 0) == is_curve);
  }
}

TEST_CASE("aTls12ClientThatKnowsOnlyDiffieHellmanOfFiniteFieldsIsRefused") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}, .bind_options = bindTls()});
  auto client = proxy.connect();
  CHECK(shakeHandsAsClient(client, {.newest = TLS1_2_VERSION, .ciphers = "DHE"}) != 0);
}

TEST_CASE("garbageInTlsEndsTheConnectionOnBothSides") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}, .bind_options = bindTls()});
  auto client = tlsClient(proxy.connect());
  client.send("question");
  auto served = server.accept();
  CHECK(served.receive(8) == "question");
  client.secure(nullptr);
  client.send(std::string(5000, '\x5a'));
  CHECK(served.seesReset());
  CHECK(proxy.awaitClosed(1) == std::vector{CloseReason::error});
}
