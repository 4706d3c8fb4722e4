// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 9113 §5.1, §5.2, §6.9: the states of streams, and their windows. See closed_streams_test.cpp, too.
#include "core/h2/limits.h"
#include "tests/core/http2/conformance.h"
#include "tests/core/http2/proxy.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;
using http2::kEndHeaders;
using http2::kEndStream;
using http2::kPadded;

namespace {

std::string windowUpdate(StreamId stream, std::uint32_t by) {
  return frame(FrameType::window_update, 0, stream, number(by));
}

std::string reset(StreamId stream) {
  return frame(FrameType::rst_stream, 0, stream, number(8));
}

}  // namespace

TEST_CASE("section5_1_idleStreamsTakeHeadersAndPriorityOnly") {
  const auto error = connectionError(ErrorCode::protocol_error);
  PlainYard().check({
      {"idle: DATA", dataFrame(1, "x"), error},
      {"idle: RST_STREAM", reset(1), error},
      {"idle: WINDOW_UPDATE", windowUpdate(1, 100), error},
      {"idle: CONTINUATION", frame(FrameType::continuation, kEndHeaders, 1, block(request())), error},
      {"idle: PUSH_PROMISE", frame(FrameType::push_promise, kEndHeaders, 1, number(2)), error},
      {"idle: PRIORITY", frame(FrameType::priority, 0, 1, priority(0)), ignored()},
      {"idle: DATA on an even stream below the last", headersOf(5, request()) + dataFrame(2, "x"), error},
      {"idle: WINDOW_UPDATE on an even stream", headersOf(5, request()) + windowUpdate(2, 1), error},
  });
}

TEST_CASE("section5_1_aHalfClosedStreamTakesNeitherDataNorHeaders") {
  const auto call = headersOf(1, request());
  PlainYard yard;
  yard.check({
      {"half-closed (remote): WINDOW_UPDATE", call + windowUpdate(1, 100), answered()},
      {"half-closed (remote): PRIORITY", call + frame(FrameType::priority, 0, 1, priority(0)), answered()},
      {"half-closed (remote): RST_STREAM", call + reset(1), ignored()},
      {"half-closed (remote): DATA", call + dataFrame(1, "x"), streamError(ErrorCode::stream_closed)},
      {"half-closed (remote): HEADERS", call + headersOf(1, trailers()),
       streamError(ErrorCode::stream_closed)},
      {"half-closed (remote): HEADERS as of a new request", call + call,
       streamError(ErrorCode::stream_closed)},
      {"half-closed (remote): CONTINUATION", call + frame(FrameType::continuation, kEndHeaders, 1, ""),
       connectionError(ErrorCode::protocol_error)},
      {"half-closed (remote): trailers, then DATA",
       headersOf(1, request(), false) + headersOf(1, {{"x", "y"}}) + dataFrame(1, "x"),
       streamError(ErrorCode::stream_closed)},
  });
}

TEST_CASE("section5_1_aStreamThatItsClientHasResetIsClosed") {
  const auto was_reset = headersOf(1, request(), false) + reset(1);
  const auto error = connectionError(ErrorCode::stream_closed);
  PlainYard().check({
      {"closed by RST_STREAM: DATA", was_reset + dataFrame(1, "x"), error},
      {"closed by RST_STREAM: HEADERS", was_reset + headersOf(1, request()), error},
      {"closed by RST_STREAM: trailers", was_reset + headersOf(1, trailers()), error},
      {"closed by RST_STREAM: CONTINUATION", was_reset + frame(FrameType::continuation, kEndHeaders, 1, ""),
       connectionError(ErrorCode::protocol_error)},
      {"closed by RST_STREAM: PRIORITY", was_reset + frame(FrameType::priority, 0, 1, priority(0)),
       ignored()},
      {"closed by RST_STREAM: WINDOW_UPDATE", was_reset + windowUpdate(1, 1), ignored()},
      {"closed by RST_STREAM: RST_STREAM", was_reset + reset(1), ignored()},
  });
}

TEST_CASE("section5_1_aStreamThatBothSidesHaveEndedIsClosed") {
  const PlainYard yard;
  const auto afterTheAnswer = [&](const std::string& bytes) {
    auto client = yard.client();
    client.send(headersOf(1, request()));
    CHECK(client.awaitStatus(1) == 0);
    client.trySend(bytes);
    return client;
  };
  CHECK(afterTheAnswer(dataFrame(1, "x")).awaitFailure() == ErrorCode::stream_closed);
  CHECK(afterTheAnswer(headersOf(1, request())).awaitFailure() == ErrorCode::stream_closed);
  CHECK(afterTheAnswer(frame(FrameType::continuation, kEndHeaders, 1, "")).awaitFailure() ==
        ErrorCode::protocol_error);
  CHECK(afterTheAnswer(frame(FrameType::priority, 0, 1, priority(0))).lives());
  CHECK(afterTheAnswer(windowUpdate(1, 1)).lives());
  CHECK(afterTheAnswer(windowUpdate(1, 0)).lives());
  CHECK(afterTheAnswer(reset(1)).lives());
}

TEST_CASE("section5_1_1_streamNumbersAreOddAndNeverGoBack") {
  const auto error = connectionError(ErrorCode::protocol_error);
  PlainYard().check({
      {"5.1.1 an even number", headersOf(2, request()), error},
      {"5.1.1 an even number below the last", headersOf(5, request()) + headersOf(2, request()), error},
      {"5.1.1 a number that was skipped", headersOf(5, request()) + headersOf(3, request()), error},
      {"5.1.1 numbers may be skipped", headersOf(1, request()) + headersOf(999, request()), answered(999)},
      {"5.1.1 the greatest number", headersOf(0x7FFF'FFFF, request()), answered(0x7FFF'FFFF)},
  });
}

TEST_CASE("section5_1_2_streamsAboveTheLimitAreRefused") {
  std::string bytes;
  const StreamId above = 2 * http2::kMaxStreams + 1;
  for (StreamId stream = 1; stream <= above; stream += 2) bytes += headersOf(stream, request(), false);
  PlainYard().check({{"5.1.2 one stream more", bytes, streamError(ErrorCode::refused_stream, above)},
                     {"5.1.2 one stream more, and the others", bytes + dataFrame(1, "x"), answered()}});
}

TEST_CASE("section6_9_windowUpdate") {
  const auto open = headersOf(1, request(), false);
  PlainYard().check({
      {"6.9 of the connection", windowUpdate(0, 1) + headersOf(1, request()), answered()},
      {"6.9 of a stream", open + windowUpdate(1, 1) + dataFrame(1, "x"), answered()},
      {"6.9 of the connection by nothing", windowUpdate(0, 0), connectionError(ErrorCode::protocol_error)},
      {"6.9 of a stream by nothing", open + windowUpdate(1, 0), streamError(ErrorCode::protocol_error)},
      {"6.9 of 3 bytes", windowUpdate(0, 1).replace(2, 1, "\x03").substr(0, 12),
       connectionError(ErrorCode::frame_size_error)},
      {"6.9 of 5 bytes", frame(FrameType::window_update, 0, 0, "xxxxx"),
       connectionError(ErrorCode::frame_size_error)},
      {"6.9.1 a connection's window above 2^31-1",
       windowUpdate(0, 0x7FFF'FFFF) + windowUpdate(0, 0x7FFF'FFFF),
       connectionError(ErrorCode::flow_control_error)},
      {"6.9.1 a stream's window above 2^31-1",
       open + windowUpdate(1, 0x7FFF'FFFF) + windowUpdate(1, 0x7FFF'FFFF),
       streamError(ErrorCode::flow_control_error)},
      {"6.9.2 a stream's window above 2^31-1 by SETTINGS",
       open + windowUpdate(1, 0x7FFF'FFFF - 65'535) +
           frame(FrameType::settings, 0, 0, setting(Setting::initial_window_size, 65'536)),
       connectionError(ErrorCode::flow_control_error)},
  });
}

TEST_CASE("section6_9_1_noMoreIsSentThanTheWindowAllows") {
  const PlainYard yard;
  auto client = yard.client(setting(Setting::initial_window_size, 1));
  client.send(headersOf(1, request(), false) + dataFrame(1, "hello"));
  CHECK(client.await(FrameType::data, 1).payload == "h");
  client.send(windowUpdate(1, 2));
  CHECK(client.await(FrameType::data, 1).payload == "el");
  client.send(windowUpdate(1, 100));
  CHECK(client.await(FrameType::data, 1).payload == "lo");
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("section6_9_2_anInitialWindowHoldsForStreamsThatAreOpenAndMayGoBelowNothing") {
  const PlainYard yard;
  auto client = yard.client(setting(Setting::initial_window_size, 3));
  client.send(headersOf(1, request(), false) + dataFrame(1, "hello"));
  CHECK(client.await(FrameType::data, 1).payload == "hel");
  client.send(frame(FrameType::settings, 0, 0, setting(Setting::initial_window_size, 2)) +
              windowUpdate(1, 2));
  CHECK(client.await(FrameType::data, 1).payload == "l");  // 3 - 3 - 1 + 2
  client.send(frame(FrameType::settings, 0, 0, setting(Setting::initial_window_size, 100)));
  CHECK(client.await(FrameType::data, 1).payload == "o");
}

TEST_CASE("section6_5_3_ofSeveralInitialWindowsTheLastHolds") {
  const PlainYard yard;
  auto client =
      yard.client(setting(Setting::initial_window_size, 100) + setting(Setting::initial_window_size, 1));
  client.send(headersOf(1, request(), false) + dataFrame(1, "hello"));
  CHECK(client.await(FrameType::data, 1).payload == "h");
}

TEST_CASE("section5_2_whatAClientSendsIsMeasured") {
  RequestBalancer balancer;  // whose server takes nothing
  auto client = balancer.client();
  client.headers(1, request());
  std::string bytes;
  for (int i = 0; i < 16; ++i) bytes += dataFrame(1, std::string(http2::kMaxFrameSize, 'x'), false);
  client.send(bytes + frame(FrameType::data, kPadded, 1, std::string(1, '\0')));  // padding counts
  CHECK(client.await(FrameType::rst_stream, 1).error() == ErrorCode::flow_control_error);
  CHECK(client.lives());
}
