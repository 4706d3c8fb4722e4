// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/h2/limits.h"
#include "tests/core/http2/conformance.h"
#include "tests/core/http2/hostile/behaviours.h"

#include <functional>

namespace switchyard::http2_test {
namespace {

using http2::kEndHeaders;
using http2::kEndStream;

std::string greeting() {
  return std::string(http2::kPreface) + frame(FrameType::settings, 0, 0, setting(Setting::enable_push, 0));
}

std::string reset(StreamId stream) {
  return frame(FrameType::rst_stream, 0, stream, number(8));
}

std::string eachStream(int many, const std::function<std::string(StreamId)>& bytes) {
  std::string all;
  for (int i = 0; i < many; ++i) all += bytes(static_cast<StreamId>(2 * i + 1));
  return all;
}

std::vector<Hostile> otherProtocols() {
  const auto preface = std::string(http2::kPreface);
  return {
      {"HTTP/1.1", "GET / HTTP/1.1\r\nHost: test\r\n\r\n", false},
      {"HTTP/1.1 that would upgrade",
       "GET / HTTP/1.1\r\nHost: test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
       "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
       false},
      {"TLS", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + std::string(500, 'x'), false},
      {"a PROXY header", "PROXY TCP4 1.2.3.4 5.6.7.8 9 10\r\n" + greeting(), false},
      {"a preface without SETTINGS", preface + frame(FrameType::ping, 0, 0, "12345678"), false},
      {"a preface with an acknowledgement", preface + frame(FrameType::settings, http2::kAck, 0, ""), false},
      {"a preface twice", preface + preface, false},
      {"a preface in lower case", "pri * http/2.0\r\n\r\nsm\r\n\r\n", false},
      {"nothing", "", false},
      {"zeros", std::string(100'000, '\0'), false}};
}

std::vector<Hostile> wrongCalls() {
  std::vector<Hostile> all;
  for (const auto* name : {":method", ":scheme", ":path"}) {
    all.push_back({std::string("no ") + name, headersOf(1, without(name))});
    all.push_back({std::string("an empty ") + name, headersOf(1, with(name, ""))});
    auto twice = request();
    twice.insert(twice.begin(), {name, "x"});
    all.push_back({std::string("two ") + name, headersOf(1, twice)});
    auto late = without(name);
    late.emplace_back(name, "x");
    all.push_back({std::string("a late ") + name, headersOf(1, late)});
  }
  for (const auto& field : Fields{{":status", "200"},
                                  {":unknown", "x"},
                                  {"X-Upper", "x"},
                                  {"", "x"},
                                  {"a b", "x"},
                                  {"a", std::string("x\0y", 3)},
                                  {"a", "x\r\ny: z"},
                                  {"a", " x"},
                                  {"connection", "close"},
                                  {"transfer-encoding", "chunked"},
                                  {"te", "gzip"},
                                  {"content-length", "-1"},
                                  {"content-length", "99999999999999999999"},
                                  {"content-length", "1, 2"},
                                  {"grpc-timeout", std::string(1'000, '9') + "H"},
                                  {"switchyard-call", "18446744073709551616"}})
    all.push_back(
        {"a field " + field.first + "=" + field.second.substr(0, 20), headersOf(1, request({field}))});
  append(all, {{"CONNECT", headersOf(1, with(":method", "CONNECT"))},
               {"no fields at all", headersFrame(1, kEndHeaders | kEndStream, "")},
               {"ten thousand fields", headersOf(1, Fields(10'000, {"a", "b"}))},
               {"a field of 60,000 bytes", headersOf(1, request({{"a", std::string(60'000, 'x')}}))},
               {"a field of 70,000 bytes", headersOf(1, request({{"a", std::string(70'000, 'x')}}))},
               {"fields of 300,000 bytes", headersOf(1, Fields(300, {"a", std::string(1'000, 'x')}))}});
  return all;
}

std::vector<Hostile> wrongEnds() {
  const auto open = headersOf(1, request(), false), whole = headersOf(1, request());
  const auto promising = headersOf(1, request({{"content-length", "5"}}), false);
  const auto goaway = frame(FrameType::goaway, 0, 0, number(0) + number(0));
  return {
      {"trailers that do not end", open + headersOf(1, {{"a", "b"}}, false)},
      {"trailers with pseudo-headers", open + headersOf(1, request())},
      {"trailers twice", open + headersOf(1, {{"a", "b"}}) + headersOf(1, {{"a", "b"}})},
      {"trailers that are too large", open + headersOf(1, {{"a", std::string(70'000, 'x')}})},
      {"DATA after trailers", open + headersOf(1, {{"a", "b"}}) + dataFrame(1, "x")},
      {"DATA after the end", whole + dataFrame(1, "x")},
      {"HEADERS after the end", whole + whole},
      {"the end twice", open + dataFrame(1, "x") + dataFrame(1, "x")},
      {"more than promised", promising + dataFrame(1, "123456")},
      {"less than promised", promising + dataFrame(1, "1234")},
      {"a reset before its stream", reset(1)},
      {"a reset of an open stream", open + reset(1)},
      {"a reset after DATA", open + dataFrame(1, "x", false) + reset(1)},
      {"a reset after the end", whole + reset(1)},
      {"a reset twice", open + reset(1) + reset(1)},
      {"a reset amid a header block", headersFrame(1, 0, block(request())) + reset(1)},
      {"a stream number that goes back", headersOf(7, request()) + headersOf(5, request())},
      {"a goodbye, and a call", goaway + whole},
      {"a goodbye a thousand times", times(1'000, goaway)},
      {"a goodbye with 16,000 bytes of words", frame(FrameType::goaway, 0, 0, std::string(16'000, 'x'))},
      {"a promise", open + frame(FrameType::push_promise, kEndHeaders, 1, number(2) + block(request()))},
      {"a header block that never ends", headersFrame(1, 0, block(request()))},
      {"continuations that never end",
       headersFrame(1, 0, "") + times(10'000, frame(FrameType::continuation, 0, 1, ""))},
      {"large continuations", headersFrame(1, 0, block(request())) +
                                  times(30, frame(FrameType::continuation, 0, 1, std::string(16'000, 'x')))}};
}

std::vector<Hostile> wrongWindows() {
  const auto open = headersOf(1, request(), false);
  const auto update = [](StreamId stream, std::uint32_t by) {
    return frame(FrameType::window_update, 0, stream, number(by));
  };
  const auto settings = [](std::uint32_t window) {
    return frame(FrameType::settings, 0, 0, setting(Setting::initial_window_size, window));
  };
  const std::string most(16'384, 'x');
  return {
      {"a window opened by nothing", open + update(1, 0)},
      {"the connection's window opened by nothing", update(0, 0)},
      {"a window above 2^31-1", open + update(1, 0x7FFF'FFFF)},
      {"the connection's window above 2^31-1", update(0, 0x7FFF'FFFF)},
      {"an initial window above 2^31-1", settings(0x8000'0000)},
      {"an initial window that makes others too large",
       open + update(1, 0x7FFF'0000) + settings(0x7FFF'FFFF)},
      {"more than a stream's window", open + times(20, dataFrame(1, most, false))},
      {"more than its window on many streams", eachStream(50,
                                                          [&](StreamId stream) {
                                                            return headersOf(stream, request(), false) +
                                                                   times(17, dataFrame(stream, most, false));
                                                          })},
      {"large answers that it has no window for",
       settings(0) + eachStream(100,
                                [&](StreamId stream) {
                                  return headersOf(stream, request(), false) +
                                         times(10, dataFrame(stream, most, false)) + dataFrame(stream, "");
                                })},
      {"a window opened byte by byte", settings(0) + open + dataFrame(1, most) + times(16'000, update(1, 1))},
      {"windows that go up and down",
       eachStream(100, [](StreamId stream) { return headersOf(stream, request(), false); }) +
           times(2'000, settings(1) + settings(100'000))},
      {"padding alone",
       open + times(300, frame(FrameType::data, http2::kPadded, 1, '\xff' + std::string(255, '\0')))}};
}

std::vector<Hostile> floodsOfCalls() {
  const auto each = [](const std::function<std::string(StreamId)>& bytes) {
    return eachStream(3'000, bytes);
  };
  const auto open = [](StreamId stream) { return headersOf(stream, request(), false); };
  return {
      {"calls and resets", each([&](StreamId stream) { return open(stream) + reset(stream); })},
      {"calls that must be reset: windows", each([&](StreamId stream) {
         return open(stream) + frame(FrameType::window_update, 0, stream, number(0));
       })},
      {"calls that must be reset: large windows", each([&](StreamId stream) {
         return open(stream) + frame(FrameType::window_update, 0, stream, number(0x7FFF'FFFF));
       })},
      {"calls that must be reset: lengths", each([&](StreamId stream) {
         return headersOf(stream, request({{"content-length", "1"}}), false) + dataFrame(stream, "xx", false);
       })},
      {"calls that must be reset: DATA after the end",
       each([&](StreamId stream) { return headersOf(stream, request()) + dataFrame(stream, "x"); })},
      {"calls that must be reset: HEADERS after the end",
       each([&](StreamId stream) { return headersOf(stream, request()) + headersOf(stream, request()); })},
      {"calls that must be reset: trailers", each([&](StreamId stream) {
         return open(stream) + headersOf(stream, {{"a", "b"}}, false);
       })},
      {"malformed calls", each([](StreamId stream) {
         return headersOf(stream, {{"a", "b"}});
       })},
      {"calls above the limit", each([&](StreamId stream) { return open(stream); })},
      {"calls without reading the answers",
       each([](StreamId stream) { return headersOf(stream, request()); })},
      {"calls with metadata that are too large", eachStream(100, [](StreamId stream) {
         return headersFrame(stream, kEndHeaders | kEndStream, std::string(16'000, '\x82'));
       })}};
}

}  // namespace

std::vector<Hostile> badClients() {
  const auto opening = headersOf(1, request(), false);
  const auto call = greeting() + headersOf(1, request(), false) + dataFrame(1, message("hello"), false) +
                    headersOf(1, {{"a", "b"}});
  std::vector<Hostile> all = otherProtocols();
  for (auto wrong : wrongLengths()) {
    wrong.bytes.insert(0, opening);
    all.push_back(std::move(wrong));
  }
  append(all, wrongStreams(opening));
  append(all, floods(opening));
  append(all, badBlocks(block(request())));
  append(all, cuts(call, 40));
  append(all, noise(20));
  append(all, wrongCalls());
  append(all, wrongEnds());
  append(all, wrongWindows());
  append(all, floodsOfCalls());
  return all;
}

}  // namespace switchyard::http2_test
