// SPDX-License-Identifier: GPL-3.0-or-later
// How connections and calls end: drain, timeouts, queues.
#include "tests/core/http2/proxy.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;

TEST_CASE("aDrainWaitsForTheCallsUnderWayAndTakesThoseThatCrossIt") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  balancer.proxy->onLoop([](Engine& engine) { engine.drain(5s, [] {}); });
  const auto first = client.await(FrameType::goaway);
  CHECK(first.error() == ErrorCode::no_error);
  CHECK(http2::read32(first.payload) == http2::kGreatestStream);
  const auto ping = client.await(FrameType::ping);
  client.call(3);  // it did not know yet
  client.send(frame(FrameType::ping, http2::kAck, 0, ping.payload));
  CHECK(http2::read32(client.await(FrameType::goaway).payload) == 3);
  server.await(FrameType::data, 3);
  server.answer(1);
  server.answer(3);
  CHECK(client.awaitStatus(3) == 0);
  while (client.next()) continue;
  CHECK(balancer.proxy->awaitClosed(1) == std::vector{CloseReason::drained});
}

TEST_CASE("aDrainEndsAtItsDeadlineWhateverIsUnderWay") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  balancer.proxy->onLoop([](Engine& engine) { engine.drain(100ms, [] {}); });
  while (client.next()) continue;
  CHECK(balancer.proxy->awaitOpen(0));
}

TEST_CASE("aServerThatOwesItsAnswerTooLongIsGivenUp") {
  RequestBalancer balancer({.defaults = "timeout connect 5s\ntimeout client 60s\ntimeout server 200ms\n"});
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  CHECK(client.awaitStatus(1) == 4);
  CHECK(server.await(FrameType::rst_stream, 1).error() == ErrorCode::cancel);
  CHECK(server.lives());
  CHECK(client.lives());
}

TEST_CASE("aClientThatOwesItsRequestTooLongIsGivenUp") {
  RequestBalancer balancer({.defaults = "timeout connect 5s\ntimeout client 200ms\ntimeout server 200ms\n"});
  auto client = balancer.client();
  client.headers(1, request());
  CHECK(client.awaitStatus(1) == 4);
}

TEST_CASE("aClientThatRestsTooLongIsSentAwayGracefully") {
  RequestBalancer balancer({.defaults = "timeout connect 5s\ntimeout client 200ms\ntimeout server 60s\n"});
  auto client = balancer.client();
  CHECK(client.await(FrameType::goaway).error() == ErrorCode::no_error);
  CHECK(balancer.proxy->awaitClosed(1) == std::vector{CloseReason::idle_timeout});
}

TEST_CASE("timeoutHttpKeepAliveCountsBetweenCallsOnly") {
  RequestBalancer balancer({.defaults = "timeout connect 5s\ntimeout client 60s\ntimeout server 60s\n"
                                        "timeout http-keep-alive 200ms\n"});
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  CHECK(client.connection().hearsNothing(0ms) == false);  // its SETTINGS
  std::this_thread::sleep_for(400ms);
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
  CHECK(client.await(FrameType::goaway).error() == ErrorCode::no_error);
}

TEST_CASE("whoeverBeginsTooSlowlyIsClosed") {
  RequestBalancer balancer({.defaults = "timeout connect 5s\ntimeout client 60s\ntimeout server 60s\n"
                                        "timeout http-request 200ms\n"});
  Http2Peer silent(tcp_test::Peer::connectTo(balancer.proxy->address()));
  Http2Peer halting(tcp_test::Peer::connectTo(balancer.proxy->address()));
  halting.send(http2::kPreface.substr(0, 10));
  auto dawdling = balancer.client();
  dawdling.send(frame(FrameType::headers, 0, 1, block(request())));  // and never its end
  while (silent.next()) continue;
  while (halting.next()) continue;
  while (dawdling.next()) continue;
  CHECK(balancer.proxy->awaitOpen(0));
}

TEST_CASE("aFullServersCallsWaitTheirTurnAndNoLongerThanTimeoutQueue") {
  RequestBalancer balancer({.server_options = "maxconn 1",
                            .defaults = "timeout connect 5s\ntimeout client 60s\ntimeout server 60s\n"
                                        "timeout queue 400ms\n"});
  auto client = balancer.client();
  client.call(1);
  client.call(3);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
  server.await(FrameType::data, 3);  // its turn has come
  client.call(5);
  CHECK(client.awaitStatus(5) == 14);
  server.answer(3);
  CHECK(client.awaitStatus(3) == 0);
}

TEST_CASE("aServerThatDoesNotAnswerItsConnectIsGivenUp") {
  tcp_test::MuteUpstream mute;
  Proxy proxy({.servers = {{mute.address()}},
               .backend = "retries 0\n",
               .mode = "http",
               .defaults = "timeout connect 200ms\ntimeout client 60s\ntimeout server 60s\n"});
  auto client = Http2Peer::client(proxy.address());
  client.call(1);
  CHECK(client.awaitStatus(1) == 14);
}

TEST_CASE("theWorldCountsEachCallOnItsConnections") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.answer(1, "world", 5);
  CHECK(client.awaitStatus(1) == 5);
  REQUIRE(balancer.proxy->await(
      [](const World& world) { return !world.calls().empty() && world.calls().front().finished_at != 0; }));
  CHECK(balancer.proxy->balancer().forwarded == 1);
  CHECK(balancer.proxy->balancer().downstream == 1);
  CHECK(balancer.proxy->balancer().upstream == 1);
}
