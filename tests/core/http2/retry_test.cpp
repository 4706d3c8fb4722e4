// SPDX-License-Identifier: GPL-3.0-or-later
// Further attempts: where gRPC allows them, and nowhere else.
#include "tests/core/http2/proxy.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;

namespace {

std::string goAway(StreamId last) {
  return frame(FrameType::goaway, 0, 0, number(last) + number(0));
}

}  // namespace

TEST_CASE("aRefusedStreamIsTriedAgainWithAllOfItsRequest") {
  RequestBalancer balancer({.servers = 2});
  auto client = balancer.client();
  client.call(1, "precious");
  auto refusing = balancer.server(0);
  CHECK(refusing.awaitData(1, 13) == message("precious"));
  refusing.send(frame(FrameType::rst_stream, 0, 1, number(7)));
  auto willing = balancer.server(1);
  CHECK(willing.awaitHeaders(1) == request());
  CHECK(willing.awaitData(1, 13) == message("precious"));
  willing.answer(1);
  CHECK(client.awaitStatus(1) == 0);
  CHECK(balancer.proxy->count(Kind::call_retried) == 1);
}

TEST_CASE("aServerThatAlwaysRefusesIsGivenUp") {
  RequestBalancer balancer({.backend = "retries 2\n"});
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  for (const StreamId stream : {1U, 3U, 5U}) {
    server.await(FrameType::data, stream);
    server.send(frame(FrameType::rst_stream, 0, stream, number(7)));
  }
  CHECK(client.awaitStatus(1) == 14);
  CHECK(server.lives());
  CHECK(server.lastStream() == 5);
}

TEST_CASE("callsAboveAGoAwaysLastStreamGoElsewhereAndTheOthersEndWhereTheyAre") {
  RequestBalancer balancer;
  auto client = balancer.client();
  for (const StreamId stream : {1U, 3U, 5U}) client.call(stream);
  auto leaving = balancer.server();
  leaving.await(FrameType::data, 5);
  leaving.send(goAway(1));
  auto next = balancer.server();
  next.await(FrameType::data, 3);
  next.answer(1);
  next.answer(3);
  leaving.answer(1);
  int answered = 0;
  while (answered < 3) {
    const auto received = client.next();
    REQUIRE(received);
    REQUIRE(received->type != FrameType::rst_stream);
    if (received->type == FrameType::headers && received->endsStream()) ++answered;
  }
  while (leaving.next()) continue;  // the balancer closes what has nothing left to carry
}

TEST_CASE("aDrainingServerLosesNoCall") {
  RequestBalancer balancer({.servers = 2});
  auto client = balancer.client();
  client.call(1);
  client.call(3);
  auto one = balancer.server(0), two = balancer.server(1);
  one.await(FrameType::data, 1);
  two.await(FrameType::data, 1);
  one.send(goAway(0x7FFF'FFFF));
  one.answer(1);
  CHECK(client.awaitStatus(1) == 0);  // so its GOAWAY, which came before, is known
  two.answer(1);
  CHECK(client.awaitStatus(3) == 0);
  client.call(5);
  auto again = balancer.server(0);  // a new connection: the old one takes nothing more
  again.await(FrameType::data, 1);
  again.answer(1);
  CHECK(client.awaitStatus(5) == 0);
}

TEST_CASE("aCallThatItsServerMayHaveBegunIsNotRepeated") {
  RequestBalancer balancer({.servers = 2});
  auto client = balancer.client();
  client.call(1);
  auto dying = balancer.server(0);
  dying.await(FrameType::data, 1);
  REQUIRE(dying.lives());
  dying.connection().reset();
  CHECK(client.awaitStatus(1) == 14);
  CHECK(balancer.servers[1].isLeftAlone(50ms));
}

TEST_CASE("aCallWithoutAnswerIsRepeatedIfTheFileSaysSo") {
  RequestBalancer balancer({.servers = 2, .backend = "retry-on conn-failure empty-response\n"});
  auto client = balancer.client();
  client.call(1);
  auto dying = balancer.server(0);
  dying.await(FrameType::data, 1);
  dying.connection().reset();
  auto next = balancer.server(1);
  next.await(FrameType::data, 1);
  next.answer(1);
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("aCallWhoseAnswerHasBegunIsNeverRepeated") {
  RequestBalancer balancer({.servers = 2, .backend = "retry-on conn-failure empty-response\n"});
  auto client = balancer.client();
  client.call(1);
  auto dying = balancer.server(0);
  dying.await(FrameType::data, 1);
  dying.headers(1, response());
  client.await(FrameType::headers, 1);
  dying.connection().reset();
  CHECK(client.awaitStatus(1) == 14);
  CHECK(balancer.servers[1].isLeftAlone(50ms));
}

TEST_CASE("aServerThatCannotBeConnectedIsPassedOver") {
  RequestBalancer balancer({.servers = 2});
  balancer.servers[0].close();
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server(1);
  server.await(FrameType::data, 1);
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("withNoServerEveryCallIsToldSo") {
  RequestBalancer balancer;
  balancer.servers[0].close();
  auto client = balancer.client();
  for (const StreamId stream : {1U, 3U, 5U}) {
    client.call(stream);
    CHECK(client.awaitStatus(stream) == 14);
  }
  CHECK(client.lives());
}

namespace {

void answerUnavailable(Http2Peer& server, StreamId stream) {
  auto only = response();
  only.emplace_back("grpc-status", "14");
  server.headers(stream, only, true);
}

}  // namespace

TEST_CASE("aCallAnsweredUnavailableWithoutAMessageGoesToAnotherServerIfTheFileSaysSo") {
  RequestBalancer balancer({.servers = 2, .backend = "retry-on 503\n"});
  auto client = balancer.client();
  client.call(1, "precious");
  auto broken = balancer.server(0);
  broken.await(FrameType::data, 1);
  answerUnavailable(broken, 1);
  auto willing = balancer.server(1);
  CHECK(willing.awaitData(1, 13) == message("precious"));
  willing.answer(1);
  CHECK(client.awaitStatus(1) == 0);
  CHECK(broken.lives());
}

TEST_CASE("aCallAnsweredUnavailableEndsSoWhereTheFileWantsNoOtherOrThereIsNoOtherServer") {
  RequestBalancer balancer({.backend = GENERATE("retry-on 503\n", "retry-on none\n", "retries 3\n")});
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  answerUnavailable(server, 1);
  CHECK(client.awaitStatus(1) == 14);
  CHECK(server.lives());
  CHECK(server.lastStream() == 1);
}

TEST_CASE("anotherGrpcStatusIsNoReasonToTryAgain") {
  RequestBalancer balancer({.servers = 2, .backend = "retry-on all-retryable-errors\n"});
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server(0);
  server.await(FrameType::data, 1);
  auto only = response();
  only.emplace_back("grpc-status", "5");
  server.headers(1, only, true);
  CHECK(client.awaitStatus(1) == 5);
}

TEST_CASE("whatIsNoAnswerAndWhatComesTooLateAreTriedAgainIfTheFileSaysSo") {
  const bool junk = GENERATE(true, false);
  RequestBalancer balancer({.servers = 2,
                            .backend = junk ? "retry-on junk-response\n" : "retry-on response-timeout\n",
                            .defaults = "timeout connect 5s\ntimeout client 60s\ntimeout server 300ms\n"});
  auto client = balancer.client();
  client.call(1);
  auto failing = balancer.server(0);
  failing.await(FrameType::data, 1);
  if (junk) failing.data(1, "no HEADERS before it");
  auto willing = balancer.server(1);
  willing.await(FrameType::data, 1);
  willing.answer(1);
  CHECK(client.awaitStatus(1) == 0);
  CHECK(failing.await(FrameType::rst_stream, 1).error() ==
        (junk ? ErrorCode::protocol_error : ErrorCode::cancel));
}
