// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/http2/conformance.h"
#include "tests/core/http2/hostile/behaviours.h"

namespace switchyard::http2_test {
namespace {

using http2::kEndHeaders;

std::string answering(const Fields& fields, bool end = false) {
  return headersOf(1, fields, end);
}

std::vector<Hostile> otherProtocols() {
  return {{"HTTP/1.1", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false},
          {"HTTP/1.1 that asks for HTTP/2", "HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2c\r\n\r\n", false},
          {"TLS", std::string("\x15\x03\x03\x00\x02\x02\x0a", 7), false},
          {"a client's preface", std::string(http2::kPreface), false},
          {"an answer before SETTINGS", answering(response()), false},
          {"an acknowledgement before SETTINGS", frame(FrameType::settings, http2::kAck, 0, ""), false},
          {"a goodbye before SETTINGS", frame(FrameType::goaway, 0, 0, number(0) + number(0)), false},
          {"nothing", "", false}};
}

std::vector<Hostile> wrongAnswers() {
  const auto begun = answering(response());
  std::vector<Hostile> all;
  for (const auto* status : {"", "2", "20", "2000", "099", "abc", "-20", "101", " 200"})
    all.push_back({std::string("status '") + status + "'", answering({{":status", status}})});
  for (const auto& field : Fields{{":path", "/"},
                                  {":status", "200"},
                                  {"X-Upper", "x"},
                                  {"", "x"},
                                  {"a", std::string("x\0y", 3)},
                                  {"a", "x\r\ny"},
                                  {"connection", "close"},
                                  {"transfer-encoding", "chunked"},
                                  {"content-length", "x"},
                                  {"content-length", "-1"}}) {
    auto fields = response();
    fields.push_back(field);
    all.push_back({"an answer with " + field.first + "=" + field.second, answering(fields)});
  }
  append(
      all,
      {{"no status", answering({{"content-type", "application/grpc"}})},
       {"an empty answer", headersFrame(1, kEndHeaders, "")},
       {"DATA before the answer", dataFrame(1, "x")},
       {"trailers before the answer", answering(trailers(), true)},
       {"an informational answer that ends", answering({{":status", "100"}}, true)},
       {"a thousand informational answers", times(1'000, answering({{":status", "103"}}))},
       {"an answer twice", begun + begun},
       {"trailers that do not end", begun + answering(trailers())},
       {"trailers with a status", begun + answering({{":status", "200"}, {"grpc-status", "0"}}, true)},
       {"a grpc-status that is none", begun + answering({{"grpc-status", "many"}}, true)},
       {"trailers of 70,000 bytes", begun + answering({{"a", std::string(70'000, 'x')}}, true)},
       {"more than promised",
        answering({{":status", "200"}, {"content-length", "1"}}) + dataFrame(1, "many")},
       {"less than promised", answering({{":status", "200"}, {"content-length", "9"}}) + dataFrame(1, "few")},
       {"ten thousand fields", answering(Fields(10'000, {"a", "b"}))},
       {"fields of 300,000 bytes", answering(Fields(300, {"a", std::string(1'000, 'x')}))}});
  return all;
}

std::vector<Hostile> wrongEnds() {
  const auto begun = answering(response());
  const auto whole = begun + dataFrame(1, "x", false) + answering(trailers(), true);
  const auto reset = frame(FrameType::rst_stream, 0, 1, number(2));
  const auto goaway = [](StreamId last, std::uint32_t code) {
    return frame(FrameType::goaway, 0, 0, number(last) + number(code));
  };
  const std::string most(16'384, 'x');
  return {
      {"DATA after the end", whole + dataFrame(1, "x")},
      {"HEADERS after the end", whole + begun},
      {"a reset after the end, and DATA", whole + reset + dataFrame(1, "x")},
      {"a reset before the answer", reset},
      {"a reset within the answer", begun + dataFrame(1, "x", false) + reset},
      {"a refusal after the answer", begun + frame(FrameType::rst_stream, 0, 1, number(7))},
      {"a reset with an unknown code", frame(FrameType::rst_stream, 0, 1, number(0xFFFF'FFFF))},
      {"DATA after a reset", begun + reset + dataFrame(1, "x")},
      {"a thousand resets", times(1'000, reset)},
      {"a goodbye that knows no call", goaway(0, 0)},
      {"a goodbye in anger", goaway(0, 11)},
      {"a goodbye that takes back what it said", goaway(0x7FFF'FFFF, 0) + goaway(0, 0)},
      {"a goodbye, and the answer", goaway(0, 0) + whole},
      {"a goodbye a thousand times", times(1'000, goaway(1, 0))},
      {"a goodbye to an even stream", goaway(2, 0)},
      {"a promise", begun + frame(FrameType::push_promise, kEndHeaders, 1, number(2) + block(request()))},
      {"a stream of its own", headersOf(2, response())},
      {"an answer to a call that was not made", headersOf(3, response())},
      {"no streams allowed", frame(FrameType::settings, 0, 0, setting(Setting::max_concurrent_streams, 0))},
      {"push enabled", frame(FrameType::settings, 0, 0, setting(Setting::enable_push, 1))},
      {"more than its window", begun + times(20, dataFrame(1, most, false))},
      {"more than the connection's window", begun + times(1'100, dataFrame(1, most, false))},
      {"a window above 2^31-1", frame(FrameType::window_update, 0, 1, number(0x7FFF'FFFF))},
      {"a header block that never ends", headersFrame(1, 0, block(response()))},
      {"large continuations",
       headersFrame(1, 0, "") + times(30, frame(FrameType::continuation, 0, 1, std::string(16'000, 'x')))}};
}

}  // namespace

std::vector<Hostile> badServers() {
  const auto opening = answering(response());
  const auto answer = frame(FrameType::settings, 0, 0, "") + opening + dataFrame(1, message("world"), false) +
                      answering(trailers(), true);
  std::vector<Hostile> all = otherProtocols();
  append(all, wrongLengths());
  append(all, wrongStreams(opening));
  append(all, floods(opening));
  append(all, badBlocks(block(response())));
  append(all, cuts(answer, 30));
  append(all, noise(20));
  append(all, wrongAnswers());
  append(all, wrongEnds());
  return all;
}

}  // namespace switchyard::http2_test
