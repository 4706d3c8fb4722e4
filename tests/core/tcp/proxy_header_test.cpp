// SPDX-License-Identifier: GPL-3.0-or-later
// The PROXY protocol on both sides of the connection balancer.
#include "core/net/proxy_header.h"

#include "tests/core/tcp/proxy.h"

#include <catch2/catch.hpp>
#include <set>

using namespace switchyard;
using namespace switchyard::tcp_test;

namespace {

const ProxiedFrom kFrom{*Endpoint::parse("192.0.2.7:51000"), *Endpoint::parse("192.0.2.1:8443")};

}  // namespace

TEST_CASE("theHeaderEndsAtTheBalancerAndWhatFollowsGoesOn") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}, .bind_options = "accept-proxy"});
  auto client = proxy.connect();
  const auto bytes = proxyHeader(GENERATE(1, 2), kFrom);
  client.send(bytes.substr(0, 5));
  CHECK(server.isLeftAlone(100ms));
  client.send(bytes.substr(5) + "hello");
  auto served = server.accept();
  CHECK(served.receive(5) == "hello");
  served.send("world");
  CHECK(client.receive(5) == "world");
}

TEST_CASE("extensionsOfAnyLengthArePassedOver") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), "send-proxy"}}, .bind_options = "accept-proxy"});
  auto client = proxy.connect();
  const std::size_t extensions = GENERATE(std::size_t{5'000}, std::size_t{65'535} - 12);
  auto header = proxyHeader(2, kFrom);
  header[14] = static_cast<char>((12 + extensions) >> 8U);
  header[15] = static_cast<char>(12 + extensions);
  header.append(extensions, '\x04');
  client.send(header.substr(0, 3'000));
  CHECK(server.isLeftAlone(50ms));
  client.send(header.substr(3'000) + "hello");
  auto served = server.accept();
  const auto expected = proxyHeader(1, kFrom) + "hello";
  CHECK(served.receive(expected.size()) == expected);
  CHECK(proxy.problems().empty());
}

TEST_CASE("theServerLearnsWhoHasCalled") {
  Upstream server;
  const int version = GENERATE(1, 2);
  Proxy proxy({.servers = {{server.address(), version == 1 ? "send-proxy" : "send-proxy-v2"}}});
  auto client = proxy.connect();
  auto served = server.accept();
  const auto expected = proxyHeader(version, ProxiedFrom{client.local(), proxy.address()});
  CHECK(served.receive(expected.size()) == expected);
  client.send("hello");
  CHECK(served.receive(5) == "hello");
}

TEST_CASE("aHeaderIsPassedOnThroughSeveralBalancers") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), "send-proxy-v2"}}, .bind_options = "accept-proxy"});
  auto client = proxy.connect();
  client.send(proxyHeader(1, kFrom));
  auto served = server.accept();
  const auto expected = proxyHeader(2, kFrom);
  CHECK(served.receive(expected.size()) == expected);
}

TEST_CASE("balanceSourceGoesByWhomTheHeaderNames") {
  Upstream one, two, three;
  Proxy proxy({.servers = {{one.address()}, {two.address()}, {three.address()}},
               .bind_options = "accept-proxy",
               .backend = "balance source\n"});
  std::vector<Peer> clients;
  for (int i = 0; i < 30; ++i) {
    clients.push_back(proxy.connect());
    clients.back().send(proxyHeader(
        2, ProxiedFrom{*Endpoint::parse("192.0.2." + std::to_string(i) + ":9"), kFrom.destination}));
  }
  REQUIRE(proxy.awaitOpen(30));
  REQUIRE(proxy.await([](const World& world) { return world.balancer(kBalancer)->upstream == 30; }));
  std::set<NodeId> servers;
  for (const auto& event : proxy.events())
    if (event.kind == Kind::connection_joined) servers.insert(event.joined.server);
  CHECK(servers.size() == 3);  // all the connections are from 127.0.0.1
}

TEST_CASE("aConnectionWithoutAHeaderIsClosedAndThatIsToldOnce") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}, .bind_options = "accept-proxy"});
  for (int i = 0; i < 3; ++i) {
    auto client = proxy.connect();
    client.send("PRI * HTTP/2.0\r\n\r\n");
    CHECK(client.receive(1).empty());
  }
  CHECK(server.isLeftAlone(50ms));
  REQUIRE(proxy.problems().size() == 1);
  CHECK(proxy.problems()[0].text().find("did not begin with a PROXY header") != std::string::npos);
}

TEST_CASE("aHeaderThatBreaksTheProtocolIsNotTakenForNone") {
  using namespace std::string_literals;
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}, .bind_options = "accept-proxy"});
  auto client = proxy.connect();
  client.send("PROXY TCP4 1.2.3.4\0 5.6.7.8 1 2\r\nhello"s);
  CHECK(client.receive(1).empty());
  CHECK(server.isLeftAlone(50ms));
  REQUIRE(proxy.problems().size() == 1);
  CHECK(proxy.problems()[0].text().find("a PROXY header that breaks the protocol") != std::string::npos);
}

TEST_CASE("whoEndsWithinItsHeaderReachesNoServer") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}, .bind_options = "accept-proxy"});
  auto client = proxy.connect();
  auto header = proxyHeader(2, kFrom);
  header[14] = 1;  // 256 more bytes of extensions
  client.send(header + "only a part of them");
  client.finish();
  CHECK(client.receive(1).empty());
  CHECK(server.isLeftAlone(50ms));
  CHECK(proxy.problems().empty());
}

TEST_CASE("whoKeepsItsHeaderBackIsClosedAfterTimeoutClient") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}},
               .bind_options = "accept-proxy",
               .defaults = "timeout connect 5s\ntimeout client 200ms\ntimeout server 60s\n"});
  auto silent = proxy.connect();
  auto slow = proxy.connect();
  slow.send("PROXY TCP4");
  CHECK(silent.seesEnd());
  CHECK(slow.receive(1).empty());
}

TEST_CASE("whoHasSentNoHeaderYetCountsForMaxconn") {
  Upstream server;
  Proxy proxy({.servers = {{server.address()}}, .bind_options = "accept-proxy", .frontend = "maxconn 1\n"});
  auto first = proxy.connect();
  REQUIRE(proxy.await([&](const World&) { return !proxy.problems().empty(); }));
  CHECK(proxy.problems()[0].what.find("maxconn 1") != std::string::npos);
  auto second = proxy.connect();
  second.send(proxyHeader(1, kFrom) + "second");
  CHECK(server.isLeftAlone(100ms));
  first.close();
  auto served = server.accept();
  CHECK(served.receive(6) == "second");
}

TEST_CASE("aCheckBeginsWithAHeaderOfItsOwn") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), "check inter 50ms send-proxy"}}});
  auto served = server.accept();
  CHECK(served.receive(15) == "PROXY UNKNOWN\r\n");
}
