// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 9113 §3.4, §4, §6, §7: frames, one by one.
#include "tests/core/http2/conformance.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;
using http2::kAck;
using http2::kEndHeaders;
using http2::kEndStream;
using http2::kPadded;
using http2::kPriority;

namespace {

const std::string kPing = "12345678";
constexpr auto kUnknown = static_cast<FrameType>(0x42);
constexpr std::uint8_t kWhole = kEndHeaders | kEndStream;

std::string settings(Setting name, std::uint32_t value) {
  return frame(FrameType::settings, 0, 0, setting(name, value));
}

/// A header block in three frames of any type between, before or after which something may come.
struct Parts {
  std::string first, second, third;
};
Parts parts(StreamId stream = 1) {
  const auto whole = block(request());
  return {headersFrame(stream, kEndStream, whole.substr(0, 10)),
          frame(FrameType::continuation, 0, stream, whole.substr(10, 10)),
          frame(FrameType::continuation, kEndHeaders, stream, whole.substr(20))};
}

}  // namespace

TEST_CASE("section3_4_aConnectionBeginsWithThePrefaceAndSettings") {
  const PlainYard yard;
  Http2Peer http1(tcp_test::Peer::connectTo(yard.address()));
  http1.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  CHECK(http1.awaitFailure() == ErrorCode::protocol_error);
  Http2Peer hasty(tcp_test::Peer::connectTo(yard.address()));
  hasty.send(std::string(http2::kPreface) + frame(FrameType::ping, 0, 0, kPing));
  CHECK(hasty.awaitFailure() == ErrorCode::protocol_error);
  Http2Peer acknowledging(tcp_test::Peer::connectTo(yard.address()));
  acknowledging.send(std::string(http2::kPreface) + frame(FrameType::settings, kAck, 0, {}));
  CHECK(acknowledging.awaitFailure() == ErrorCode::protocol_error);
  auto client = yard.client();
  CHECK(client.next()->type == FrameType::settings);
}

TEST_CASE("section3_4_aPrefaceMayComeByteByByte") {
  const PlainYard yard;
  Http2Peer client(tcp_test::Peer::connectTo(yard.address()));
  const auto all =
      std::string(http2::kPreface) + frame(FrameType::settings, 0, 0, {}) + headersOf(1, request());
  for (const char byte : all) client.send({&byte, 1});
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("section4_whatIsUnknownIsIgnoredAndSizesAreKept") {
  auto reserved = frame(FrameType::ping, 0, 0, kPing);
  reserved[5] = '\x80';
  const std::string most(http2::kMaxFrameSize, 'x'), more(http2::kMaxFrameSize + 1, 'x');
  PlainYard().check({
      {"4.1 a frame of an unknown type", frame(kUnknown, 0, 0, kPing), ignored()},
      {"4.1 a frame with unknown flags", frame(FrameType::ping, 0xFE, 0, kPing), ignored()},
      {"4.1 a frame with the reserved bit", reserved, ignored()},
      {"4.2 DATA of 2^14 bytes", headersOf(1, request(), false) + dataFrame(1, most), answered()},
      {"4.2 DATA above 2^14 bytes", headersOf(1, request(), false) + dataFrame(1, more),
       connectionError(ErrorCode::frame_size_error)},
      {"4.2 HEADERS above 2^14 bytes", headersFrame(1, kWhole, more),
       connectionError(ErrorCode::frame_size_error)},
      {"4.2 an unknown frame above 2^14 bytes", frame(kUnknown, 0, 0, more),
       connectionError(ErrorCode::frame_size_error)},
      {"5.5 a frame of an unknown type on a stream", frame(kUnknown, 0xFF, 7, "whatever"), ignored()},
      {"5.5 an unknown frame within a header block", parts().first + frame(kUnknown, 0, 1, ""),
       connectionError(ErrorCode::protocol_error)},
  });
}

TEST_CASE("section4_3_aHeaderBlockIsWholeOrTheConnectionEnds") {
  const auto [first, second, third] = parts();
  PlainYard().check({
      {"4.3 a block that cannot be decoded", headersFrame(1, kWhole, "\xff\xff\x7f"),
       connectionError(ErrorCode::compression_error)},
      {"4.3 PRIORITY within a block", first + frame(FrameType::priority, 0, 1, priority(0)),
       connectionError(ErrorCode::protocol_error)},
      {"4.3 another stream's HEADERS within a block", first + headersOf(3, request()),
       connectionError(ErrorCode::protocol_error)},
      {"6.10 a block in two frames",
       headersFrame(1, kEndStream, block(request())) + frame(FrameType::continuation, kEndHeaders, 1, ""),
       answered()},
      {"6.10 a block in three frames", first + second + third, answered()},
      {"6.10 DATA within a block", first + dataFrame(1, "x"), connectionError(ErrorCode::protocol_error)},
      {"6.10 PING within a block", first + second + frame(FrameType::ping, 0, 0, kPing),
       connectionError(ErrorCode::protocol_error)},
      {"6.10 CONTINUATION without a stream", first + frame(FrameType::continuation, kEndHeaders, 0, ""),
       connectionError(ErrorCode::protocol_error)},
      {"6.10 CONTINUATION of another stream", first + frame(FrameType::continuation, kEndHeaders, 3, ""),
       connectionError(ErrorCode::protocol_error)},
      {"6.10 CONTINUATION after HEADERS that ended their block", headersOf(1, request()) + second,
       connectionError(ErrorCode::protocol_error)},
      {"6.10 CONTINUATION after one that ended its block", first + third + second,
       connectionError(ErrorCode::compression_error)},  // `third` alone is no block
      {"6.10 CONTINUATION after DATA", headersOf(1, request(), false) + dataFrame(1, "x") + second,
       connectionError(ErrorCode::protocol_error)},
      {"6.10 CONTINUATION of nothing", third, connectionError(ErrorCode::protocol_error)},
  });
}

TEST_CASE("section6_1_data") {
  const auto open = headersOf(1, request(), false);
  PlainYard().check({
      {"6.1 DATA", open + dataFrame(1, "x"), answered()},
      {"6.1 DATA in several frames", open + dataFrame(1, "x", false) + dataFrame(1, "y"), answered()},
      {"6.1 DATA with padding", open + frame(FrameType::data, kPadded | kEndStream, 1, "\x03x..."),
       answered()},
      {"6.1 DATA of nothing but padding",
       open + frame(FrameType::data, kPadded | kEndStream, 1, std::string("\x02\0\0", 3)), answered()},
      {"6.1 DATA without a stream", open + dataFrame(0, "x"), connectionError(ErrorCode::protocol_error)},
      {"6.1 padding as long as its frame", open + frame(FrameType::data, kPadded, 1, "\x02x"),
       connectionError(ErrorCode::protocol_error)},
      {"6.1 padding longer than its frame", open + frame(FrameType::data, kPadded, 1, "\x7fx"),
       connectionError(ErrorCode::protocol_error)},
      {"6.1 padding without a length", open + frame(FrameType::data, kPadded, 1, ""),
       connectionError(ErrorCode::frame_size_error)},
  });
}

TEST_CASE("section6_2_headers") {
  const auto whole = block(request());
  PlainYard().check({
      {"6.2 HEADERS", headersOf(1, request()), answered()},
      {"6.2 HEADERS with padding", headersFrame(1, kWhole | kPadded, "\x03" + whole + "..."), answered()},
      {"6.2 HEADERS with priority", headersFrame(1, kWhole | kPriority, priority(0) + whole), answered()},
      {"6.2 HEADERS with both",
       headersFrame(1, kWhole | kPadded | kPriority, "\x02" + priority(0) + whole + ".."), answered()},
      {"6.2 HEADERS without a stream", headersFrame(0, kWhole, whole),
       connectionError(ErrorCode::protocol_error)},
      {"6.2 padding longer than its frame", headersFrame(1, kWhole | kPadded, "\x7fx"),
       connectionError(ErrorCode::protocol_error)},
      {"6.2 priority that does not fit", headersFrame(1, kWhole | kPriority, "four"),
       connectionError(ErrorCode::frame_size_error)},
      {"6.2 other HEADERS within a block", headersFrame(1, kEndStream, whole) + headersOf(3, request()),
       connectionError(ErrorCode::protocol_error)},
  });
}

TEST_CASE("section6_3_and_5_3_priority") {
  const auto call = headersOf(1, request());
  PlainYard().check({
      {"6.3 PRIORITY", frame(FrameType::priority, 0, 1, priority(0)) + call, answered()},
      {"6.3 the least weight", frame(FrameType::priority, 0, 1, priority(0, 0)) + call, answered()},
      {"6.3 of a stream on another", frame(FrameType::priority, 0, 1, priority(3)) + call, answered()},
      {"6.3 exclusive", frame(FrameType::priority, 0, 1, priority(3, 1, true)) + call, answered()},
      {"6.3 of an idle stream, before a lower one opens",
       frame(FrameType::priority, 0, 3, priority(0)) + call, answered()},
      {"6.3 without a stream", frame(FrameType::priority, 0, 0, priority(1)),
       connectionError(ErrorCode::protocol_error)},
      {"6.3 of 4 bytes", call + frame(FrameType::priority, 0, 1, "four"),
       connectionError(ErrorCode::frame_size_error)},
      {"6.3 of 6 bytes", frame(FrameType::priority, 0, 3, "sixsix"),
       connectionError(ErrorCode::frame_size_error)},
      {"5.3.1 (RFC 7540) PRIORITY of a stream on itself", frame(FrameType::priority, 0, 1, priority(1)),
       connectionError(ErrorCode::protocol_error)},
      {"5.3.1 (RFC 7540) HEADERS of a stream on itself",
       headersFrame(1, kWhole | kPriority, priority(1) + block(request())),
       connectionError(ErrorCode::protocol_error)},
      {"5.3.1 (RFC 7540) padded HEADERS of a stream on itself",
       headersFrame(1, kWhole | kPadded | kPriority, std::string(1, '\0') + priority(1) + block(request())),
       connectionError(ErrorCode::protocol_error)},
  });
}

TEST_CASE("section6_4_rstStream") {
  const auto open = headersOf(1, request(), false);
  PlainYard().check({
      {"6.4 RST_STREAM", open + frame(FrameType::rst_stream, 0, 1, number(8)) + headersOf(3, request()),
       answered(3)},
      {"7 RST_STREAM with an unknown code",
       open + frame(FrameType::rst_stream, 0, 1, number(0xFFFF)) + headersOf(3, request()), answered(3)},
      {"6.4 without a stream", frame(FrameType::rst_stream, 0, 0, number(8)),
       connectionError(ErrorCode::protocol_error)},
      {"6.4 on an idle stream", frame(FrameType::rst_stream, 0, 1, number(8)),
       connectionError(ErrorCode::protocol_error)},
      {"6.4 of 3 bytes", open + frame(FrameType::rst_stream, 0, 1, "xxx"),
       connectionError(ErrorCode::frame_size_error)},
      {"6.4 of 5 bytes", open + frame(FrameType::rst_stream, 0, 1, "xxxxx"),
       connectionError(ErrorCode::frame_size_error)},
  });
}

TEST_CASE("section6_5_settings") {
  PlainYard().check({
      {"6.5 SETTINGS", settings(Setting::max_concurrent_streams, 10) + headersOf(1, request()), answered()},
      {"6.5 an acknowledgement that says more",
       frame(FrameType::settings, kAck, 0, setting(Setting::enable_push, 0)),
       connectionError(ErrorCode::frame_size_error)},
      {"6.5 on a stream", frame(FrameType::settings, 0, 1, ""), connectionError(ErrorCode::protocol_error)},
      {"6.5 of 3 bytes", frame(FrameType::settings, 0, 0, "xxx"),
       connectionError(ErrorCode::frame_size_error)},
      {"6.5.2 ENABLE_PUSH 2", settings(Setting::enable_push, 2), connectionError(ErrorCode::protocol_error)},
      {"6.5.2 INITIAL_WINDOW_SIZE 2^31", settings(Setting::initial_window_size, 0x8000'0000),
       connectionError(ErrorCode::flow_control_error)},
      {"6.5.2 INITIAL_WINDOW_SIZE 2^31 before a better one",
       frame(FrameType::settings, 0, 0,
             setting(Setting::initial_window_size, 0x8000'0000) + setting(Setting::initial_window_size, 1)),
       connectionError(ErrorCode::flow_control_error)},
      {"6.5.2 MAX_FRAME_SIZE 2^14-1", settings(Setting::max_frame_size, 16'383),
       connectionError(ErrorCode::protocol_error)},
      {"6.5.2 MAX_FRAME_SIZE 2^24", settings(Setting::max_frame_size, 1U << 24),
       connectionError(ErrorCode::protocol_error)},
      {"6.5.2 an unknown setting", settings(static_cast<Setting>(0xFF), 1), ignored()},
      {"6.5.2 a header table that shrinks to nothing and grows again",
       frame(FrameType::settings, 0, 0,
             setting(Setting::header_table_size, 0) + setting(Setting::header_table_size, 8192)) +
           headersOf(1, request()),
       answered()},
  });
}

TEST_CASE("section6_5_3_settingsAreAcknowledgedAtOnce") {
  const PlainYard yard;
  auto client = yard.client();
  CHECK((client.await(FrameType::settings).flags & kAck) == 0);
  CHECK((client.await(FrameType::settings).flags & kAck) != 0);
}

TEST_CASE("section6_7_ping") {
  const PlainYard yard;
  yard.check({
      {"6.7 an acknowledgement of nothing", frame(FrameType::ping, kAck, 0, kPing), ignored()},
      {"6.7 on a stream", frame(FrameType::ping, 0, 1, kPing), connectionError(ErrorCode::protocol_error)},
      {"6.7 of 6 bytes", frame(FrameType::ping, 0, 0, "123456"),
       connectionError(ErrorCode::frame_size_error)},
  });
  auto client = yard.client();
  client.send(frame(FrameType::ping, kAck, 0, "unwanted") + frame(FrameType::ping, 0, 0, kPing));
  const auto answer = client.await(FrameType::ping);
  CHECK(answer.payload == kPing);
  CHECK((answer.flags & kAck) != 0);
}

TEST_CASE("section6_8_goaway") {
  const auto goodbye = number(0) + number(0);
  PlainYard().check({
      {"6.8 GOAWAY", frame(FrameType::goaway, 0, 0, goodbye), ignored()},
      {"6.8 GOAWAY with words", frame(FrameType::goaway, 0, 0, goodbye + "see you"), ignored()},
      {"7 GOAWAY with an unknown code", frame(FrameType::goaway, 0, 0, number(0) + number(0xFFFF)),
       ignored()},
      {"6.8 GOAWAY while a call is under way",
       headersOf(1, request(), false) + frame(FrameType::goaway, 0, 0, goodbye) + dataFrame(1, "x"),
       answered()},
      {"6.8 on a stream", frame(FrameType::goaway, 0, 1, goodbye),
       connectionError(ErrorCode::protocol_error)},
      {"6.8 of 7 bytes", frame(FrameType::goaway, 0, 0, goodbye.substr(1)),
       connectionError(ErrorCode::frame_size_error)},
      {"8.4 PUSH_PROMISE of a client",
       headersOf(1, request(), false) + frame(FrameType::push_promise, kEndHeaders, 1, number(2)),
       connectionError(ErrorCode::protocol_error)},
  });
}

TEST_CASE("section5_4_1_aConnectionErrorSaysWhichStreamWasTheLast") {
  const PlainYard yard;
  auto client = yard.client();
  client.send(headersOf(7, request()));
  CHECK(client.awaitStatus(7) == 0);
  client.send(frame(FrameType::data, 0, 0, "x"));
  const auto goaway = client.await(FrameType::goaway);
  CHECK(http2::read32(goaway.payload) == 7);
  CHECK(goaway.error() == ErrorCode::protocol_error);
  CHECK_FALSE(client.next());
}
