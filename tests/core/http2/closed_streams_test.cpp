// SPDX-License-Identifier: GPL-3.0-or-later
// Frames on streams that have ended (RFC 9113 §5.1): what was on its way when the balancer reset a stream is
// read, counted and dropped; what comes after its sender has ended the stream breaks the rules.
#include "core/h2/limits.h"
#include "tests/core/http2/proxy.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace switchyard;
using namespace switchyard::http2_test;
using http2::kEndHeaders;
using http2::kEndStream;

namespace {

/// Each call is answered at once: nobody listens where its only server should be.
struct EarlyAnswers : RequestBalancer {
  EarlyAnswers() : RequestBalancer({.backend = "retries 0\n"}) { servers[0].close(); }
};

/// Begins an upload and waits for its early end.
void beginUpload(Http2Peer& client, StreamId stream) {
  client.headers(stream, request());
  REQUIRE(client.awaitStatus(stream) == 14);
  REQUIRE(client.await(FrameType::rst_stream, stream).error() == ErrorCode::no_error);
}

/// Nothing but WINDOW_UPDATEs of the connection comes before the answer to a PING.
bool hearsOnlyOfItsWindow(Http2Peer& client) {
  client.send(frame(FrameType::ping, 0, 0, "anything"));
  while (const auto received = client.next()) {
    if (received->type == FrameType::ping) return true;
    if (received->type != FrameType::window_update || received->stream != 0) return false;
  }
  return false;
}

}  // namespace

TEST_CASE("lateFramesOfCallsThatWereAnsweredEarlyAreDroppedHoweverManyCallsThereAre") {
  EarlyAnswers balancer;
  auto client = balancer.client();
  const std::string upload(300, 'x');
  for (StreamId stream = 1; stream < 3'000; stream += 2) {
    beginUpload(client, stream);
    std::string late;
    for (int i = 0; i < 16; ++i) late += frame(FrameType::data, 0, stream, upload);
    client.send(late + frame(FrameType::window_update, 0, stream, number(100)));
  }
  CHECK(hearsOnlyOfItsWindow(client));
}

TEST_CASE("lateDataCountsForTheConnectionsWindow") {
  EarlyAnswers balancer;
  auto client = balancer.client();
  StreamId stream = 1;
  for (std::int64_t sent = 0; sent < http2::kConnectionWindow; stream += 2) {
    beginUpload(client, stream);
    for (int i = 0; i < 15; ++i, sent += 16'000) client.data(stream, std::string(16'000, 'x'));
  }
  client.await(FrameType::window_update, 0);  // that of the greeting
  CHECK(client.lives());
}

TEST_CASE("noMoreLateDataIsTakenThanTheStreamsWindowAllowed") {
  EarlyAnswers balancer;
  auto client = balancer.client();
  beginUpload(client, 1);
  for (int i = 0; i < 17; ++i) client.trySend(frame(FrameType::data, 0, 1, std::string(16'384, 'x')));
  CHECK(client.awaitFailure() == ErrorCode::flow_control_error);
}

TEST_CASE("lateEmptyFramesAreChargedBecauseNoWindowPaysForThem") {
  EarlyAnswers balancer;
  auto client = balancer.client();
  beginUpload(client, 1);
  std::string late;
  for (int i = 0; i < 30'000; ++i) late += frame(FrameType::data, 0, 1, "");
  client.trySend(late);
  CHECK(client.awaitFailure() == ErrorCode::enhance_your_calm);
}

TEST_CASE("lateTrailersStillTeachHpackItsTable") {
  EarlyAnswers balancer;
  auto client = balancer.client();
  beginUpload(client, 1);
  client.send(frame(FrameType::headers, kEndHeaders | kEndStream, 1, std::string("\x40\x01x\x01y", 5)));
  client.send(
      frame(FrameType::headers, kEndHeaders | kEndStream, 3, block(request()) + "\xbe"));  // that field
  CHECK(client.awaitStatus(3) == 14);
}

TEST_CASE("aStreamThatEndedAfterItsResetIsClosedForGood") {
  EarlyAnswers balancer;
  auto client = balancer.client();
  beginUpload(client, 1);
  client.data(1, "late", true);
  CHECK(client.lives());
  client.data(1, "later than its end");
  CHECK(client.awaitFailure() == ErrorCode::stream_closed);
}

TEST_CASE("whatCameTooLongAgoToBeRememberedIsDroppedToo") {
  EarlyAnswers balancer;
  auto client = balancer.client();
  for (StreamId stream = 1; stream < 2 * http2::kMostRemembered + 10; stream += 2)
    beginUpload(client, stream);
  client.data(1, "very late");
  client.headers(3, trailers(), true);
  CHECK(hearsOnlyOfItsWindow(client));
}

TEST_CASE("lateFramesOfARefusedStreamAreDropped") {
  RequestBalancer balancer;
  auto client = balancer.client();
  for (StreamId stream = 1; stream <= 2 * http2::kMaxStreams + 1; stream += 2)
    client.headers(stream, request());
  const StreamId refused = 2 * http2::kMaxStreams + 1;
  CHECK(client.await(FrameType::rst_stream).stream == refused);
  client.data(refused, "it did not know");
  client.headers(refused, trailers(), true);
  CHECK(hearsOnlyOfItsWindow(client));
}

TEST_CASE("framesThatCrossedTheLastGoAwayAreDroppedAndTheOtherCallsGoOn") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  balancer.proxy->onLoop([](Engine& engine) { engine.drain(5s, [] {}); });
  const auto ping = client.await(FrameType::ping);
  client.send(frame(FrameType::ping, http2::kAck, 0, ping.payload));
  client.await(FrameType::goaway);
  client.headers(3, request());
  client.data(3, "it did not know");
  client.data(3, "", true);
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("whateverAClientSendsAfterItsOwnEndIsAnErrorOfTheConnection") {
  EarlyAnswers balancer;
  const auto breach = [&](const std::string& bytes) {
    auto client = balancer.client();
    client.headers(1, request(), true);
    CHECK(client.awaitStatus(1) == 14);
    client.trySend(bytes);
    return client.awaitFailure();
  };
  std::string again;
  http2::putHeaders(again, 1, block(request()), true);
  CHECK(breach(frame(FrameType::data, kEndStream, 1, "x")) == ErrorCode::stream_closed);
  CHECK(breach(again) == ErrorCode::stream_closed);
  CHECK(breach(frame(FrameType::rst_stream, 0, 1, number(8)) + again) == ErrorCode::stream_closed);
}

TEST_CASE("whateverAClientSendsAfterItsOwnResetIsAnErrorOfTheConnection") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.headers(1, request());
  client.trySend(frame(FrameType::rst_stream, 0, 1, number(8)) + frame(FrameType::data, 0, 1, "x"));
  CHECK(client.awaitFailure() == ErrorCode::stream_closed);
}

TEST_CASE("whatAServerHadOnItsWayWhenItsCallWasCancelledIsDropped") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  for (StreamId stream = 1; stream < 2'000; stream += 2) {
    server.await(FrameType::data, stream);
    client.send(frame(FrameType::rst_stream, 0, stream, number(8)));
    server.await(FrameType::rst_stream, stream);
    server.answer(stream);
    client.call(stream + 2);
    if (stream % 100 == 1) std::this_thread::sleep_for(120ms);  // below the limit of resets
  }
  server.await(FrameType::data, 2'001);
  server.answer(2'001);
  CHECK(client.awaitStatus(2'001) == 0);
}

TEST_CASE("aServerThatFallsBehindManyCancelledCallsIsNotTakenForAnAttacker") {
  RequestBalancer balancer;
  std::vector<Http2Peer> clients;
  clients.push_back(balancer.client());
  clients.front().call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  constexpr StreamId kBatch = 90;  // with the first call, what a server allows until it has spoken
  StreamId last = 1;               // at the server
  for (StreamId begun = 0; begun < 18'000; begun += kBatch) {
    if (begun % 900 == 0) clients.push_back(balancer.client());  // below the limit of resets
    std::string calls, resets;
    for (StreamId i = 0; i < kBatch; ++i) {
      const StreamId stream = 2 * (begun % 900 + i) + 1;
      http2::putHeaders(calls, stream, block(request()), true);
      resets += frame(FrameType::rst_stream, 0, stream, number(8));
    }
    last += 2 * kBatch;
    clients.back().send(calls);
    server.await(FrameType::headers, last);
    clients.back().send(resets);
    server.await(FrameType::rst_stream, last);
  }
  std::string late;
  for (StreamId stream = 3; stream <= last; stream += 2) {
    http2::putHeaders(late, stream, block(response()), false);
    late += frame(FrameType::data, 0, stream, "late");
    http2::putHeaders(late, stream, block(trailers()), true);
  }
  server.send(late);
  CHECK(server.lives());
  server.answer(1);
  CHECK(clients.front().awaitStatus(1) == 0);
}

TEST_CASE("whateverAServerSendsAfterItsOwnEndIsAnErrorOfItsConnection") {
  RequestBalancer balancer;
  auto client = balancer.client();
  StreamId stream = 1;
  for (const bool by_reset : {false, true}) {
    client.call(stream);
    auto server = balancer.server();
    server.await(FrameType::data, 1);
    if (by_reset)
      server.send(frame(FrameType::rst_stream, 0, 1, number(8)));
    else
      server.answer(1);
    CHECK(client.awaitStatus(stream) == (by_reset ? -1 : 0));
    server.trySend(frame(FrameType::data, 0, 1, "more"));
    CHECK(server.awaitFailure() == ErrorCode::stream_closed);
    stream += 2;
  }
  CHECK(client.lives());
}
