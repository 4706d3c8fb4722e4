// SPDX-License-Identifier: GPL-3.0-or-later
// From the words in a file to what clients see, through both engines.
#include "core/config/config.h"
#include "core/engines/engines.h"
#include "core/health/http2_request.h"
#include "tests/core/health/checking.h"
#include "tests/core/health/http2_answers.h"

#include <sys/socket.h>

#include <array>
#include <catch2/catch.hpp>
#include <map>

using namespace switchyard;
using namespace switchyard::health;

namespace {

/// Answers a check by HTTP with `status`, and anything else with `name`.
Peer::Make checkedBy(const int& status, std::string name) {
  class Named final : public Answers {
   public:
    Named(const int& status, std::string name) : status_(status), name_(std::move(name)) {}
    bool received(std::string_view bytes, std::string& reply) override {
      reply = bytes.starts_with("OPTIONS /health ") ? "HTTP/1.0 " + std::to_string(status_) + " .\r\n\r\n"
                                                    : name_;
      return false;
    }

   private:
    const int& status_;
    std::string name_;
  };
  return [&status, name] { return std::make_unique<Named>(status, name); };
}

/// One engine as a file's text describes it, listening on a free port.
class Balanced {
 public:
  Balanced(Loop& loop, const std::string& text) : loop_(loop) {
    const auto reading =
        config::readHaproxy("defaults\n timeout connect 5s\n timeout client 1h\n timeout server 1h\n" + text);
    for (const auto& one : reading.diagnostics) UNSCOPED_INFO(one.text("test.cfg"));
    REQUIRE(reading.config);
    engine_ = makeEngine(loop, *reading.config, reading.config->frontends[0], {freePort()}, {},
                         [this](const Error& error) { problems.push_back(error.what); });
    REQUIRE(engine_->start());
  }

  /// What comes back for `bytes` over a connection of its own, until `complete` says so or its end.
  std::string ask(std::string bytes, const std::function<bool(std::string_view, std::string&)>& received) {
    auto socket = beginConnect(address_);
    std::string all;
    loopUntil(loop_, [&] {
      std::array<char, 4096> buffer;
      if (!bytes.empty()) {
        const auto sent = send(socket.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0) bytes.erase(0, static_cast<std::size_t>(sent));
      }
      const auto got = recv(socket.fd(), buffer.data(), buffer.size(), 0);
      if (got < 0) return false;
      all.append(buffer.data(), static_cast<std::size_t>(got));
      return got == 0 || received({buffer.data(), static_cast<std::size_t>(got)}, bytes);
    });
    return all;
  }

  std::vector<std::string> problems;

 private:
  Endpoint freePort() {
    const auto socket = listenOn(Endpoint::loopback(0));
    REQUIRE(socket);
    return address_ = socket->local();
  }

  Loop& loop_;
  Endpoint address_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace

TEST_CASE("connectionsGoWhereTheChecksAreWell") {
  Loop loop;
  int first = 200;
  int second = 200;
  Peer one(loop, checkedBy(first, "one"));
  Peer two(loop, checkedBy(second, "two"));
  Balanced balanced(loop,
                    "listen f\n bind 127.0.0.1:1\n option httpchk OPTIONS /health\n"
                    " default-server check inter 5ms rise 1 fall 1\n server one " +
                        one.address().text() + "\n server two " + two.address().text() + "\n");
  const auto askFour = [&] {
    std::map<std::string, int> answers;
    for (int i = 0; i < 4; ++i)
      ++answers[balanced.ask("Who are you?", [](std::string_view, std::string&) { return false; })];
    return answers;
  };
  using Answers = std::map<std::string, int>;
  CHECK(askFour() == Answers{{"one", 2}, {"two", 2}});
  first = 500;
  REQUIRE(loopUntil(loop, [&] { return balanced.problems.size() == 1; }));
  CHECK(balanced.problems[0] ==
        "Server 'one' is down: 1 check failed; the last time it answered with HTTP status 500.");
  CHECK(askFour() == Answers{{"two", 4}});
  second = 503;
  REQUIRE(loopUntil(loop, [&] { return balanced.problems.size() == 2; }));
  CHECK(askFour() == Answers{{"", 4}});
  first = 200;
  Answers back;
  for (int tries = 0; tries < 500 && back != Answers{{"one", 4}}; ++tries) back = askFour();
  CHECK(back == Answers{{"one", 4}});
}

TEST_CASE("callsAvoidTheServerThatAnswersWithErrors") {
  Loop loop;
  const Http2Answer good{.status = 200, .body = grpcMessage(""), .grpc_status = 0};
  const Http2Answer bad{.status = 200, .body = "", .grpc_status = 14};
  Http2Question asked_good;
  Http2Question asked_bad;
  Peer one(loop, speaksHttp2(good, asked_good));
  Peer two(loop, speaksHttp2(bad, asked_bad));
  Balanced balanced(loop,
                    "listen f\n mode http\n bind 127.0.0.1:1 proto h2\n"
                    " default-server observe layer7 error-limit 3 on-error mark-down inter 1h proto h2\n"
                    " server one " +
                        one.address().text() + "\n server two " + two.address().text() + "\n");
  std::map<int, int> statuses;
  for (int i = 0; i < 20; ++i) {
    Http2Request call({{":method", "POST"},
                       {":scheme", "http"},
                       {":path", "/dnt.DemoService/SayHello"},
                       {":authority", "test"},
                       {"content-type", "application/grpc"},
                       {"te", "trailers"}},
                      grpcMessage(""));
    std::string bytes;
    call.send(bytes);
    balanced.ask(bytes, [&](std::string_view part, std::string& reply) {
      const bool goes_on = call.receive(part);
      call.send(reply);
      return !goes_on || call.ended();
    });
    ++statuses[call.grpcStatus()];
  }
  CHECK(statuses == std::map<int, int>{{0, 17}, {14, 3}});
  CHECK(balanced.problems ==
        std::vector<std::string>{"Server 'two' is ejected for 5 min: 3 errors in a row."});
}
