// SPDX-License-Identifier: GPL-3.0-or-later
// What breaks the rules of RFC 9113, and the error that each breach earns.
#include "tests/core/http2/proxy.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;
using http2::kAck;
using http2::kEndHeaders;
using http2::kEndStream;
using http2::kPadded;

namespace {

struct Breach {
  const char* what;
  std::string bytes;
  ErrorCode error;
};

std::string headersFrame(StreamId stream, const Fields& fields, bool end = true) {
  std::string bytes;
  http2::putHeaders(bytes, stream, block(fields), end);
  return bytes;
}

std::vector<Breach> connectionErrors() {
  const auto ten = std::string(10, 'x');
  return {
      {"DATA without a stream", frame(FrameType::data, 0, 0, "x"), ErrorCode::protocol_error},
      {"DATA on an idle stream", frame(FrameType::data, 0, 5, "x"), ErrorCode::protocol_error},
      {"padding longer than its DATA", frame(FrameType::data, kPadded, 1, "\x7fx"),
       ErrorCode::protocol_error},
      {"HEADERS without a stream", headersFrame(0, request()), ErrorCode::protocol_error},
      {"HEADERS on an even stream", headersFrame(2, request()), ErrorCode::protocol_error},
      {"padding longer than its HEADERS", frame(FrameType::headers, kPadded | kEndHeaders, 3, "\x7fx"),
       ErrorCode::protocol_error},
      {"a header block that HPACK does not know",
       frame(FrameType::headers, kEndHeaders | kEndStream, 3, "\xff\xff\x7f"), ErrorCode::compression_error},
      {"an index beyond the table", frame(FrameType::headers, kEndHeaders | kEndStream, 3, "\xfe"),
       ErrorCode::compression_error},
      {"a header block that is interrupted",
       frame(FrameType::headers, 0, 3, block(request())) + frame(FrameType::ping, 0, 0, "12345678"),
       ErrorCode::protocol_error},
      {"a header block that another stream continues",
       frame(FrameType::headers, 0, 3, block(request())) + frame(FrameType::continuation, kEndHeaders, 5, ""),
       ErrorCode::protocol_error},
      {"CONTINUATION of nothing", frame(FrameType::continuation, kEndHeaders, 3, ""),
       ErrorCode::protocol_error},
      {"PRIORITY without a stream", frame(FrameType::priority, 0, 0, ten.substr(0, 5)),
       ErrorCode::protocol_error},
      {"PRIORITY of 4 bytes", frame(FrameType::priority, 0, 3, "xxxx"), ErrorCode::frame_size_error},
      {"RST_STREAM without a stream", frame(FrameType::rst_stream, 0, 0, number(8)),
       ErrorCode::protocol_error},
      {"RST_STREAM on an idle stream", frame(FrameType::rst_stream, 0, 9, number(8)),
       ErrorCode::protocol_error},
      {"RST_STREAM of 3 bytes", frame(FrameType::rst_stream, 0, 1, "xxx"), ErrorCode::frame_size_error},
      {"SETTINGS on a stream", frame(FrameType::settings, 0, 1, ""), ErrorCode::protocol_error},
      {"SETTINGS of 5 bytes", frame(FrameType::settings, 0, 0, "xxxxx"), ErrorCode::frame_size_error},
      {"an acknowledgement that says more",
       frame(FrameType::settings, kAck, 0, setting(Setting::enable_push, 0)), ErrorCode::frame_size_error},
      {"ENABLE_PUSH 2", frame(FrameType::settings, 0, 0, setting(Setting::enable_push, 2)),
       ErrorCode::protocol_error},
      {"INITIAL_WINDOW_SIZE 2^31",
       frame(FrameType::settings, 0, 0, setting(Setting::initial_window_size, 0x8000'0000)),
       ErrorCode::flow_control_error},
      {"MAX_FRAME_SIZE 16383", frame(FrameType::settings, 0, 0, setting(Setting::max_frame_size, 16'383)),
       ErrorCode::protocol_error},
      {"MAX_FRAME_SIZE 2^24", frame(FrameType::settings, 0, 0, setting(Setting::max_frame_size, 1U << 24)),
       ErrorCode::protocol_error},
      {"PUSH_PROMISE", frame(FrameType::push_promise, kEndHeaders, 1, number(2)), ErrorCode::protocol_error},
      {"PING on a stream", frame(FrameType::ping, 0, 1, "12345678"), ErrorCode::protocol_error},
      {"PING of 7 bytes", frame(FrameType::ping, 0, 0, "1234567"), ErrorCode::frame_size_error},
      {"GOAWAY on a stream", frame(FrameType::goaway, 0, 1, number(0) + number(0)),
       ErrorCode::protocol_error},
      {"GOAWAY of 4 bytes", frame(FrameType::goaway, 0, 0, number(0)), ErrorCode::frame_size_error},
      {"WINDOW_UPDATE of 3 bytes", frame(FrameType::window_update, 0, 0, "xxx"), ErrorCode::frame_size_error},
      {"WINDOW_UPDATE by nothing", frame(FrameType::window_update, 0, 0, number(0)),
       ErrorCode::protocol_error},
      {"WINDOW_UPDATE on an idle stream", frame(FrameType::window_update, 0, 9, number(1)),
       ErrorCode::protocol_error},
      {"a connection's window above 2^31-1", frame(FrameType::window_update, 0, 0, number(0x7FFF'FFFF)),
       ErrorCode::flow_control_error},
      {"a frame above MAX_FRAME_SIZE", frame(FrameType::data, 0, 1, std::string(16'385, 'x')),
       ErrorCode::frame_size_error},
  };
}

std::vector<Breach> streamErrors() {
  const auto changed = [](const std::string& name, const std::string& value) {
    auto fields = request();
    for (auto& field : fields)
      if (field.first == name) field.second = value;
    return fields;
  };
  const auto without = [](const std::string& name) {
    auto fields = request();
    std::erase_if(fields, [&](const auto& field) { return field.first == name; });
    return fields;
  };
  auto late = request();
  late.emplace_back(":path", "/again");
  return {
      {"no :method", headersFrame(3, without(":method")), ErrorCode::protocol_error},
      {"no :path", headersFrame(3, without(":path")), ErrorCode::protocol_error},
      {"an empty :path", headersFrame(3, changed(":path", "")), ErrorCode::protocol_error},
      {"no :scheme", headersFrame(3, without(":scheme")), ErrorCode::protocol_error},
      {"a pseudo-header after a field", headersFrame(3, late), ErrorCode::protocol_error},
      {"an unknown pseudo-header", headersFrame(3, {{":what", "x"}}), ErrorCode::protocol_error},
      {"a response's pseudo-header", headersFrame(3, response()), ErrorCode::protocol_error},
      {"a name in upper case", headersFrame(3, request({{"Name", "x"}})), ErrorCode::protocol_error},
      {"a line break in a value", headersFrame(3, request({{"name", "a\r\nb"}})), ErrorCode::protocol_error},
      {"a connection's field", headersFrame(3, request({{"connection", "close"}})),
       ErrorCode::protocol_error},
      {"transfer-encoding", headersFrame(3, request({{"transfer-encoding", "chunked"}})),
       ErrorCode::protocol_error},
      {"te without trailers", headersFrame(3, changed("te", "gzip")), ErrorCode::protocol_error},
      {"a content-length that is none", headersFrame(3, request({{"content-length", "x"}})),
       ErrorCode::protocol_error},
      {"less than the content-length", headersFrame(3, request({{"content-length", "5"}})),
       ErrorCode::protocol_error},
      {"more than the content-length",
       headersFrame(3, request({{"content-length", "1"}}), false) + frame(FrameType::data, 0, 3, "xx"),
       ErrorCode::protocol_error},
      {"trailers that do not end the stream",
       headersFrame(3, request(), false) + headersFrame(3, {{"name", "x"}}, false),
       ErrorCode::protocol_error},
      {"a stream's WINDOW_UPDATE by nothing",
       headersFrame(3, request(), false) + frame(FrameType::window_update, 0, 3, number(0)),
       ErrorCode::protocol_error},
      {"a stream's window above 2^31-1",
       headersFrame(3, request(), false) + frame(FrameType::window_update, 0, 3, number(0x7FFF'FFFF)),
       ErrorCode::flow_control_error},
      {"DATA after the end", headersFrame(3, request()) + frame(FrameType::data, 0, 3, "x"),
       ErrorCode::stream_closed},
  };
}

}  // namespace

TEST_CASE("eachBreachOfTheConnectionsRulesEndsItWithTheRightCode") {
  RequestBalancer balancer;
  for (const auto& breach : connectionErrors()) {
    INFO(breach.what);
    auto client = balancer.client();
    client.headers(1, request());  // an open stream
    client.trySend(breach.bytes);
    CHECK(client.awaitFailure() == breach.error);
  }
}

TEST_CASE("eachBreachOfAStreamsRulesEndsThatStreamOnly") {
  RequestBalancer balancer;
  for (const auto& breach : streamErrors()) {
    INFO(breach.what);
    auto client = balancer.client();
    client.send(breach.bytes);
    CHECK(client.await(FrameType::rst_stream, 3).error() == breach.error);
    CHECK(client.lives());
  }
}

TEST_CASE("whoeverSpeaksAnotherProtocolIsToldAndClosed") {
  RequestBalancer balancer;
  Http2Peer http1(tcp_test::Peer::connectTo(balancer.proxy->address()));
  http1.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  CHECK(http1.awaitFailure() == ErrorCode::protocol_error);

  Http2Peer hasty(tcp_test::Peer::connectTo(balancer.proxy->address()));
  hasty.send(std::string(http2::kPreface) + frame(FrameType::ping, 0, 0, "12345678"));
  CHECK(hasty.awaitFailure() == ErrorCode::protocol_error);
}

TEST_CASE("aFrameMayComeByteByByte") {
  RequestBalancer balancer;
  Http2Peer client(tcp_test::Peer::connectTo(balancer.proxy->address()));
  const auto all = std::string(http2::kPreface) + frame(FrameType::settings, 0, 0, {}) +
                   frame(FrameType::ping, 0, 0, "12345678");
  for (const char byte : all) client.send({&byte, 1});
  CHECK(client.await(FrameType::ping).payload == "12345678");
}

TEST_CASE("whatIsUnknownIsPassedOver") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.send(frame(static_cast<FrameType>(0x42), 0xFF, 7, "whatever"));
  client.send(frame(FrameType::settings, 0, 0, setting(static_cast<Setting>(0x99), 7)));
  client.send(frame(FrameType::priority, 0, 3, std::string(5, '\0')));
  client.send(frame(FrameType::ping, 0xFE, 0, "12345678"));
  CHECK(client.await(FrameType::ping).payload == "12345678");
  CHECK(client.lives());
}

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
