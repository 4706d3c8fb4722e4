// SPDX-License-Identifier: GPL-3.0-or-later
// What a server that breaks the rules of RFC 9113 earns, and what it costs others.
#include "tests/core/http2/proxy.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;
using http2::kEndHeaders;

TEST_CASE("aServerThatBreaksTheRulesLosesItsConnectionAndNotTheBalancer") {
  RequestBalancer balancer;
  auto client = balancer.client();
  StreamId stream = 1;
  for (const auto& bytes :
       {frame(FrameType::data, 0, 0, "x"), frame(FrameType::push_promise, kEndHeaders, 1, number(2)),
        frame(FrameType::settings, 0, 0, setting(Setting::enable_push, 1)),
        frame(FrameType::headers, kEndHeaders, 1, "\xfe"), frame(FrameType::window_update, 0, 0, number(0)),
        frame(FrameType::data, 0, 1, std::string(16'385, 'x'))}) {
    client.call(stream);
    auto server = balancer.server();
    server.await(FrameType::data, 1);
    server.trySend(bytes);
    CHECK(client.awaitStatus(stream) == 14);
    server.awaitFailure();
    stream += 2;
  }
  client.call(stream);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.answer(1);
  CHECK(client.awaitStatus(stream) == 0);
}

TEST_CASE("anAnswerThatBreaksItsStreamsRulesIsAnErrorOfThatCallOnly") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  StreamId stream = 1;
  const std::vector<Fields> answers{{{"content-type", "application/grpc"}},
                                    {{":status", "twice"}},
                                    {{":status", "200"}, {"connection", "close"}},
                                    {{":path", "/"}},
                                    {{":status", "99"}}};
  for (const auto& fields : answers) {
    server.await(FrameType::data, stream);
    server.headers(stream, fields);
    CHECK(client.await(FrameType::rst_stream, stream).error() == ErrorCode::internal_error);
    CHECK(server.await(FrameType::rst_stream, stream).error() == ErrorCode::protocol_error);
    stream += 2;
    client.call(stream);
  }
  server.answer(stream);
  CHECK(client.awaitStatus(stream) == 0);
}
