// SPDX-License-Identifier: GPL-3.0-or-later
// TLS around calls: who is let in, which servers are trusted, and what a peer that breaks TLS brings about.
#include "tests/core/http2/proxy.h"
#include "tests/core/tcp/tls_peer.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;
using tcp_test::certificateFile;
using tcp_test::Peer;
using tcp_test::protocolOf;
using tcp_test::shakeHandsAsClient;
using tcp_test::shakeHandsAsServer;
using tcp_test::tlsClient;
using tcp_test::tlsServer;
using tcp_test::TlsWish;

namespace {

std::string bindTls(const std::string& more = {}) {
  return "ssl crt " + certificateFile() + " alpn h2 " + more;
}

std::string serverTls(const std::string& more = {}) {
  return "ssl ca-file " + certificateFile() + " alpn h2 " + more;
}

Http2Peer speaking(Peer secured) {
  Http2Peer peer(std::move(secured));
  peer.send(std::string(http2::kPreface) + frame(FrameType::settings, 0, 0, {}));
  return peer;
}

Http2Peer secureClient(const RequestBalancer& balancer, const TlsWish& wish = {}) {
  return speaking(tlsClient(balancer.proxy->connect(), wish));
}

Http2Peer secureServer(RequestBalancer& balancer, std::size_t place = 0, const TlsWish& wish = {}) {
  return Http2Peer::server(tlsServer(balancer.servers[place].accept(), wish));
}

bool isTold(const RequestBalancer& balancer, const std::string& what) {
  return balancer.proxy->await([&](const World&) {
    const auto problems = balancer.proxy->problems();
    return std::any_of(problems.begin(), problems.end(),
                       [&](const Error& problem) { return problem.what.find(what) != std::string::npos; });
  });
}

/// That nobody suffers from what was done to `balancer`.
bool serves(RequestBalancer& balancer) {
  auto client = secureClient(balancer);
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.answer(1);
  return client.awaitStatus(1) == 0;
}

}  // namespace

TEST_CASE("callsPassThroughTlsOnBothSides") {
  RequestBalancer balancer({.bind_options = bindTls(), .server_options = serverTls("sni str(localhost)")});
  auto client = secureClient(balancer);
  CHECK(protocolOf(client.connection()) == "h2");
  client.call(1, "secret");
  auto server = secureServer(balancer);
  CHECK(protocolOf(server.connection()) == "h2");
  CHECK(std::string(SSL_get_servername(server.connection().tls(), TLSEXT_NAMETYPE_host_name)) == "localhost");
  CHECK(server.awaitData(1, 11) == message("secret"));
  server.answer(1, "whisper");
  CHECK(client.awaitData(1, 12) == message("whisper"));
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("largeMessagesPassThroughTlsBothWays") {
  constexpr std::size_t kSize = 200'000;
  RequestBalancer balancer({.bind_options = bindTls(), .server_options = serverTls()});
  auto client = secureClient(balancer);
  client.headers(1, request());
  auto server = secureServer(balancer);
  server.awaitHeaders(1);
  server.headers(1, response());
  std::string sent;
  while (sent.size() < kSize) {
    const auto part = std::string(10'000, static_cast<char>('a' + sent.size() / 10'000 % 26));
    client.data(1, part);
    sent += part;
  }
  server.send(frame(FrameType::window_update, 0, 0, number(1 << 20)) +
              frame(FrameType::window_update, 0, 1, number(1 << 20)));
  CHECK(server.awaitData(1, kSize) == sent);
  client.send(frame(FrameType::window_update, 0, 0, number(1 << 20)) +
              frame(FrameType::window_update, 0, 1, number(1 << 20)));
  for (std::size_t at = 0; at < kSize; at += 10'000) server.data(1, sent.substr(at, 10'000));
  CHECK(client.awaitData(1, kSize) == sent);
}

TEST_CASE("aClientThatDoesNotOfferH2IsTurnedAwayByAnAlert") {
  RequestBalancer balancer({.bind_options = bindTls()});
  auto client = balancer.proxy->connect();
  CHECK(shakeHandsAsClient(client, {.protocols = {"http/1.1", "spdy/3"}}) ==
        SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL);
  CHECK(isTold(balancer, "does not offer HTTP/2 (ALPN 'h2')"));
  CHECK(serves(balancer));
}

TEST_CASE("aClientWithoutAlpnMaySpeakHttp2AllTheSame") {  // as through HAProxy, which knows it by its preface
  RequestBalancer balancer({.bind_options = bindTls()});
  auto client = secureClient(balancer, {.protocols = {}});
  CHECK(protocolOf(client.connection()).empty());
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("tls12IsSpokenAndWhatIsOlderIsNot") {
  RequestBalancer balancer({.bind_options = bindTls()});
  auto client = secureClient(balancer, {.newest = TLS1_2_VERSION});
  CHECK(client.lives());
  auto old = balancer.proxy->connect();
  CHECK(shakeHandsAsClient(old, {.newest = TLS1_1_VERSION}) != 0);
  CHECK(isTold(balancer, "no TLS that HTTP/2 allows"));
}

TEST_CASE("tls13AloneIsSpokenWhenTheFileSaysSo") {
  RequestBalancer balancer({.bind_options = bindTls("ssl-min-ver TLSv1.3")});
  CHECK(secureClient(balancer).lives());
  auto old = balancer.proxy->connect();
  CHECK(shakeHandsAsClient(old, {.newest = TLS1_2_VERSION}) != 0);
}

TEST_CASE("aPlainClientOnATlsPortIsTurnedAway") {
  RequestBalancer balancer({.bind_options = bindTls()});
  auto client = balancer.client();
  while (client.connection().receive(1000).size() == 1000) continue;  // to its end; at most an alert comes
  CHECK(isTold(balancer, "does not speak TLS"));
  CHECK(serves(balancer));
}

TEST_CASE("aHandshakeThatStallsIsEndedByTimeoutClient") {
  RequestBalancer balancer({.bind_options = bindTls(),
                            .defaults = "timeout connect 5s\ntimeout client 200ms\ntimeout server 60s\n"});
  auto silent = balancer.proxy->connect();
  auto slow = balancer.proxy->connect();
  slow.send(std::string("\x16\x03\x01\x02", 4));
  CHECK(silent.seesEnd());
  CHECK(slow.receive(100).empty());
  CHECK(isTold(balancer, "did not end its TLS handshake in time"));
}

TEST_CASE("handshakesCountAsConnectionsForMaxconn") {
  RequestBalancer balancer({.bind_options = bindTls(), .frontend = "maxconn 2\n"});
  auto one = balancer.proxy->connect();
  auto two = balancer.proxy->connect();
  auto three = balancer.proxy->connect();
  CHECK(isTold(balancer, "has reached maxconn 2"));
  one.close();
  two.close();
  CHECK(speaking(tlsClient(std::move(three))).lives());
}

TEST_CASE("garbageInsteadOfRecordsEndsItsConnectionAlone") {
  RequestBalancer balancer({.bind_options = bindTls()});
  auto client = secureClient(balancer);
  CHECK(client.lives());
  auto raw = std::move(client.connection());
  raw.secure(nullptr);
  raw.send(std::string(5000, '\x5a'));
  while (raw.receive(1000).size() == 1000) continue;
  CHECK(balancer.proxy->awaitClosed(1) == std::vector{CloseReason::error});
  CHECK(serves(balancer));
}

TEST_CASE("aClientThatEndsWithinARecordIsGone") {
  RequestBalancer balancer({.bind_options = bindTls()});
  auto client = secureClient(balancer);
  CHECK(client.lives());
  auto raw = std::move(client.connection());
  raw.secure(nullptr);
  raw.send(std::string("\x17\x03\x03\x40\x00half", 9));
  raw.finish();
  CHECK(balancer.proxy->awaitClosed(1).size() == 1);
  CHECK(serves(balancer));
}

TEST_CASE("nobodyMayRenegotiate") {
  RequestBalancer balancer({.bind_options = bindTls()});
  auto client = secureClient(balancer, {.newest = TLS1_2_VERSION});
  CHECK(client.lives());
  auto* tls = client.connection().tls();
  const bool began = SSL_renegotiate(tls) == 1 && SSL_do_handshake(tls) == 1;
  CHECK((!began || !client.lives()));
  CHECK(serves(balancer));
}

TEST_CASE("manyKeyUpdatesThatNobodyReadsTheAnswersOfAreHarmless") {
  RequestBalancer balancer({.bind_options = bindTls()});
  auto client = secureClient(balancer);
  CHECK(client.lives());
  auto* tls = client.connection().tls();
  for (int i = 0; i < 20'000; ++i)
    if (SSL_key_update(tls, SSL_KEY_UPDATE_REQUESTED) != 1 || SSL_do_handshake(tls) != 1) break;
  CHECK(serves(balancer));
}

TEST_CASE("clientsMustShowACertificateWhereTheFileSaysSo") {
  RequestBalancer balancer(
      {.bind_options = bindTls("verify required ca-file " + certificateFile("trusted"))});
  const auto isServed = [&](const std::string& certificate) {
    auto client = balancer.proxy->connect();
    if (shakeHandsAsClient(client, {.certificate = certificate}) != 0) return false;
    return client.trySend(std::string(http2::kPreface) + frame(FrameType::settings, 0, 0, {})) &&
           client.receive(9).size() == 9;
  };
  CHECK(isServed(certificateFile("trusted")));
  CHECK_FALSE(isServed(""));
  CHECK(isTold(balancer, "showed no certificate"));
  CHECK_FALSE(isServed(certificateFile("stranger")));
}

TEST_CASE("aServerThatIsNotTrustedIsPassedOverForTheNextOne") {
  RequestBalancer balancer({.servers = 2, .server_options = serverTls()});
  auto client = balancer.client();
  client.call(1, "precious");
  auto stranger = balancer.servers[0].accept();
  shakeHandsAsServer(stranger, {.certificate = certificateFile("stranger")});
  auto trusted = secureServer(balancer, 1);
  CHECK(trusted.awaitData(1, 13) == message("precious"));
  trusted.answer(1);
  CHECK(client.awaitStatus(1) == 0);
  CHECK(isTold(balancer,
               "Server 's0' cannot be used: its certificate is not trusted (self-signed certificate)"));
}

TEST_CASE("aCallWithoutATrustedServerFailsAndSaysWhy") {
  RequestBalancer balancer({.backend = "retries 0\n", .server_options = serverTls("sni str(elsewhere)")});
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.servers[0].accept();
  shakeHandsAsServer(server);
  const auto answer = client.awaitHeaders(1);
  CHECK(valueOf(answer, "grpc-status") == "14");
  CHECK(valueOf(answer, "grpc-message").find("its certificate is not trusted (hostname mismatch)") !=
        std::string::npos);
}

TEST_CASE("aServerWithoutVerificationMayShowAnything") {
  RequestBalancer balancer({.server_options = "ssl verify none alpn h2"});
  auto client = balancer.client();
  client.call(1);
  auto server = secureServer(balancer, 0, {.certificate = certificateFile("stranger")});
  server.await(FrameType::data, 1);
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("aServerThatDoesNotSpeakTlsIsPassedOver") {
  RequestBalancer balancer({.servers = 2, .server_options = serverTls()});
  auto client = balancer.client();
  client.call(1);
  auto plain = balancer.servers[0].accept();
  plain.send(frame(FrameType::settings, 0, 0, {}));
  auto server = secureServer(balancer, 1);
  server.await(FrameType::data, 1);
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
  CHECK(isTold(balancer, "Server 's0' cannot be used: it does not speak TLS"));
}

TEST_CASE("aServerThatStallsInTheHandshakeIsPassedOverAfterTimeoutConnect") {
  RequestBalancer balancer({.servers = 2,
                            .server_options = serverTls(),
                            .defaults = "timeout connect 200ms\ntimeout client 60s\ntimeout server 60s\n"});
  auto client = balancer.client();
  client.call(1);
  auto stalled = balancer.servers[0].accept();
  auto server = secureServer(balancer, 1);
  server.await(FrameType::data, 1);
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("aServerInTlsIsCheckedInTls") {
  RequestBalancer balancer({.server_options = serverTls("check inter 50ms fall 1 rise 1")});
  {
    auto checked = balancer.servers[0].accept();
    shakeHandsAsServer(checked, {.certificate = certificateFile("stranger")});
    CHECK(isTold(balancer,
                 "is down: 1 check failed; the last time it could not be spoken to in TLS: its certificate"));
  }
  const auto is_up = [](const World& world) {
    return world.servers().front().health.state == NodeState::ready;
  };
  REQUIRE_FALSE(is_up(balancer.proxy->world()));
  while (!is_up(balancer.proxy->world())) tlsServer(balancer.servers[0].accept()).receive(1);
}
