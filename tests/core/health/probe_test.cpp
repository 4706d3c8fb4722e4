// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of check takes for well, and what it says when it is not.
#include "core/h2/frame.h"
#include "tests/core/health/checking.h"
#include "tests/core/health/http2_answers.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::health;

namespace {

struct Checked {
  bool up;
  std::string reason;
};

Checked checkOnce(Plan plan, const Peer::Make& make) {
  Loop loop;
  Peer peer(loop, make);
  plan.address = peer.address();
  Checking checking(loop, plan);
  checking.check.start(0ms);
  REQUIRE(loopUntil(loop, [&] { return checking.news > 0; }));
  return {checking.check.level().up(), checking.check.reason()};
}

Plan httpPlan() {
  auto plan = planTo({});
  plan.kind = config::CheckKind::http;
  plan.method = "GET";
  plan.uri = "/health";
  return plan;
}

Plan grpcPlan() {
  auto plan = planTo({});
  plan.kind = config::CheckKind::grpc;
  return plan;
}

}  // namespace

TEST_CASE("aConnectionIsEnoughForATcpCheck") {
  const auto checked = checkOnce(planTo({}), saysNothing());
  CHECK(checked.up);
}

TEST_CASE("anHttpCheckGoesByTheStatus") {
  const auto [answer, up, reason] = GENERATE(table<std::string, bool, std::string>({
      {"HTTP/1.0 200 OK\r\n\r\n", true, "answered with HTTP status 200"},
      {"HTTP/1.1 399 Fine\r\n\r\n", true, "answered with HTTP status 399"},
      {"HTTP/1.1 400 Bad\r\n\r\n", false, "answered with HTTP status 400"},
      {"HTTP/1.1 503 Busy\r\n\r\n", false, "answered with HTTP status 503"},
      {"HTTP/1.1 100\r\n", false, "answered with HTTP status 100"},
      {"HTTP/1.1 20x OK\r\n", false, "answered with something that is not HTTP/1"},
      {"HTTP/1.1\n", false, "answered with something that is not HTTP/1"},
      {"\n", false, "answered with something that is not HTTP/1"},
      {"SSH-2.0-OpenSSH_9.2\r\n", false, "answered with something that is not HTTP/1"},
      {"HTTP/1.1 2000 OK\r\n\r\n", false, "answered with something that is not HTTP/1"},
      {std::string(2000, 'x'), false, "answered with something that is not HTTP/1"},
      {"HTTP/1.1 200", false, "closed the connection without an answer"},
  }));
  INFO(answer);
  const auto checked = checkOnce(httpPlan(), says(answer));
  CHECK(checked.up == up);
  if (!up) CHECK(checked.reason == reason);
}

TEST_CASE("anHttpCheckOverHttp2GoesByTheStatusToo") {
  const auto [status, up] =
      GENERATE(table<int, bool>({{200, true}, {302, true}, {404, false}, {503, false}}));
  auto plan = httpPlan();
  plan.http2 = true;
  const Http2Answer answer{.status = status, .body = "hello"};
  Http2Question question;
  const auto checked = checkOnce(plan, speaksHttp2(answer, question));
  CHECK(checked.up == up);
  if (!up) CHECK(checked.reason == "answered with HTTP status " + std::to_string(status));
  CHECK(question.headers[":method"] == "GET");
  CHECK(question.headers[":path"] == "/health");
}

TEST_CASE("aGrpcCheckAsksForTheServiceAndWantsServing") {
  struct Case {
    Http2Answer answer;
    bool up;
    const char* reason;
  };
  const auto [answer, up, reason] = GENERATE(values<Case>({
      {{200, grpcMessage("\x08\x01"), 0}, true, ""},
      {{200, grpcMessage("\x08\x02"), 0}, false, "said NOT_SERVING"},
      {{200, grpcMessage("\x08\x03"), 0}, false, "said SERVICE_UNKNOWN"},
      {{200, grpcMessage(""), 0}, false, "said UNKNOWN"},
      {{200, grpcMessage("\x08\x7F"), 0}, false, "did not answer in gRPC"},
      {{200, grpcMessage("\x08\xFF"), 0}, false, "did not answer in gRPC"},
      {{200, "short", 0}, false, "did not answer in gRPC"},
      {{200, "", 12}, false, "has no grpc.health.v1 service (UNIMPLEMENTED)"},
      {{200, "", 5}, false, "does not know the service asked for (NOT_FOUND)"},
      {{200, "", 14}, false, "answered with gRPC status 14"},
      {{200, grpcMessage("\x08\x01"), -1}, false, "did not answer in gRPC"},
      {{502, "Bad gateway", -1}, false, "answered with HTTP status 502"},
  }));
  auto plan = grpcPlan();
  plan.service = "dnt.DemoService";
  Http2Question question;
  const auto checked = checkOnce(plan, speaksHttp2(answer, question));
  CHECK(checked.up == up);
  if (!up) CHECK(checked.reason == reason);
  CHECK(question.headers[":method"] == "POST");
  CHECK(question.headers[":path"] == "/grpc.health.v1.Health/Check");
  CHECK(question.headers["content-type"] == "application/grpc");
  CHECK(question.headers["te"] == "trailers");
  CHECK(question.body == grpcMessage("\x0A\x0F" + plan.service));
}

TEST_CASE("aServerThatDoesNotSpeakHttp2IsNotWell") {
  auto plan = GENERATE(grpcPlan(), httpPlan());
  plan.http2 = true;
  const auto text = GENERATE(as<std::string>{}, "HTTP/1.1 400 Bad Request\r\n\r\n", std::string(64, '\xFF'),
                             std::string(64, '\0'));
  const auto checked = checkOnce(plan, says(text));
  CHECK_FALSE(checked.up);
}

TEST_CASE("framesThatBreakTheRulesEndTheCheck") {
  using namespace switchyard::http2;
  const auto frame = [](FrameType type, std::uint8_t flags, StreamId stream, std::size_t size) {
    std::string bytes;
    putFrameHeader(bytes, type, flags, stream, size);
    return bytes + std::string(size, '\0');
  };
  const auto settings = frame(FrameType::settings, 0, 0, 0);
  std::string block_without_end = frame(FrameType::headers, 0, 1, 8000);
  for (int i = 0; i < 4; ++i) block_without_end += frame(FrameType::continuation, 0, 1, 8000);
  const std::string cut("\0\1a\5b", 5);  // a literal whose value ends too early
  std::string cut_block;
  putFrameHeader(cut_block, FrameType::headers, kEndHeaders | kEndStream, 1, cut.size());
  cut_block += cut;
  const auto bytes = GENERATE_COPY(values<std::string>({
      settings + cut_block,                                                            //
      frame(FrameType::ping, 0, 0, 8),                                                 // before SETTINGS
      settings + frame(FrameType::data, 0, 1, kMaxFrameSize + 1),                      // too large
      settings + block_without_end,                                                    // endless
      settings + frame(FrameType::headers, 0, 1, 1) + settings,                        // interrupted
      settings + frame(FrameType::continuation, kEndHeaders, 1, 1),                    // of nothing
      settings + frame(FrameType::data, kEndStream, 1, 1),                             // before HEADERS
      settings + frame(FrameType::headers, kEndHeaders | kEndStream | kPadded, 1, 0),  // no room for padding
      settings + frame(FrameType::headers, kEndHeaders | kEndStream, 1, 4),            // no HPACK
      settings + frame(FrameType::push_promise, kEndHeaders, 1, 4),                    // not wanted
      settings + frame(FrameType::goaway, 0, 0, 8),                                    // before our stream
      settings + frame(FrameType::ping, 0, 0, 7),                                      // of the wrong size
  }));
  for (const auto& plan : {grpcPlan(), httpPlan()}) {
    auto over_http2 = plan;
    over_http2.http2 = true;
    const auto checked = checkOnce(over_http2, says(bytes));
    CHECK_FALSE(checked.up);
    CHECK(checked.reason.starts_with("did not answer in "));
  }
}

TEST_CASE("aServerThatNeverAnswersIsGivenUp") {
  auto plan = GENERATE(grpcPlan(), httpPlan());
  plan.answer_within = 20ms;
  const auto checked = checkOnce(plan, saysNothing());
  CHECK_FALSE(checked.up);
  CHECK(checked.reason == "did not answer within 20 ms");
}

TEST_CASE("anAnswerWithoutEndIsGivenUp") {
  const Http2Answer answer{.status = 200, .body = std::string(16'000, 'x')};
  Http2Question question;
  auto plan = grpcPlan();
  const auto checked = checkOnce(plan, speaksHttp2(answer, question));
  CHECK_FALSE(checked.up);
  CHECK(checked.reason == "did not answer in gRPC");
}
