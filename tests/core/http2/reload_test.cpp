// SPDX-License-Identifier: GPL-3.0-or-later
// switchyard-proxy reads its file again while calls are under way.
#include "tests/core/http2/peer.h"
#include "tests/core/tcp/proxy_program.h"

#include <signal.h>

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;
using tcp_test::listenConfig;

TEST_CASE("aCallUnderWayEndsWhereItBeganAndTheNextFollowsTheNewFile") {
  tcp_test::Upstream before, after;
  const auto address = tcp_test::freeAddress();
  tcp_test::ProxyProgram program(listenConfig(address, before.address(), "http"));
  program.connectOnceItListens(address);
  auto client = Http2Peer::client(address);
  client.call(1);
  auto old_server = Http2Peer::server(before.accept());
  old_server.await(FrameType::data, 1);

  program.write(listenConfig(address, after.address(), "http"));
  program.signal(SIGHUP);
  CHECK(client.await(FrameType::goaway).error() == ErrorCode::no_error);
  old_server.answer(1);
  CHECK(client.awaitStatus(1) == 0);

  auto again = Http2Peer::client(address);
  again.call(1);
  auto new_server = Http2Peer::server(after.accept());
  new_server.await(FrameType::data, 1);
  new_server.answer(1);
  CHECK(again.awaitStatus(1) == 0);
}

TEST_CASE("theModeMayChangeWhileConnectionsAndCallsAreUnderWay") {
  tcp_test::Upstream server;
  const auto address = tcp_test::freeAddress();
  tcp_test::ProxyProgram program(listenConfig(address, server.address(), "tcp"));
  auto first = program.connectOnceItListens(address);
  auto first_served = server.accept();
  const auto first_goes_on = [&] {
    first.send("to");
    CHECK(first_served.receive(2) == "to");
    first_served.send("fro");
    CHECK(first.receive(3) == "fro");
  };
  first_goes_on();

  REQUIRE(program.reads(listenConfig(address, server.address(), "http")));
  auto caller = Http2Peer::client(address);
  caller.await(FrameType::settings);  // the balancer's own
  CHECK(server.isLeftAlone(50ms));
  caller.call(1);
  auto called = Http2Peer::server(server.accept());
  called.await(FrameType::data, 1);
  first_goes_on();

  REQUIRE(program.reads(listenConfig(address, server.address(), "tcp")));
  auto last = tcp_test::Peer::connectTo(address);
  auto last_served = server.accept();
  last.send("no HTTP");
  CHECK(last_served.receive(7) == "no HTTP");
  CHECK(caller.await(FrameType::goaway).error() == ErrorCode::no_error);
  called.answer(1);
  CHECK(caller.awaitStatus(1) == 0);
  first_goes_on();
}

TEST_CASE("aClientThatHadOnlyConnectedLosesNoCall") {
  tcp_test::Upstream server;
  const auto address = tcp_test::freeAddress();
  tcp_test::ProxyProgram program(listenConfig(address, server.address(), "http"));
  auto connection = program.connectOnceItListens(address);
  program.signal(SIGHUP);
  REQUIRE(program.awaitWords("was read again"));
  Http2Peer client(std::move(connection));
  client.send(std::string(http2::kPreface) + frame(FrameType::settings, 0, 0, {}));
  client.call(1);
  auto served = Http2Peer::server(server.accept());
  served.await(FrameType::data, 1);
  served.answer(1);
  CHECK(client.awaitStatus(1) == 0);
}
