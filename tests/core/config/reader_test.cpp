// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::config;

namespace {

bool says(const Reading& reading, int line, Diagnostic::Severity severity, std::string_view part) {
  return std::any_of(reading.diagnostics.begin(), reading.diagnostics.end(), [&](const Diagnostic& d) {
    return d.line == line && d.severity == severity &&
           (d.what + " " + d.remedy).find(part) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("theArticlesFileIsReadAsItIs") {
  const auto reading = readHaproxyFile(ARTICLE_CFG);
  REQUIRE(reading.config);
  REQUIRE(reading.config->frontends.size() == 1);
  const auto& front = reading.config->frontends[0];
  CHECK(front.name == "lb_grpc");
  CHECK(front.backend == "be_grpc");
  CHECK(front.mode == Mode::tcp);
  CHECK(front.timeouts.client == Milliseconds(60'000));
  REQUIRE(front.binds.size() == 1);
  CHECK(front.binds[0].address == Endpoint::any(8443));
  CHECK(front.binds[0].every_address);
  CHECK(front.binds[0].line == 11);

  const auto* back = reading.config->backend("be_grpc");
  REQUIRE(back != nullptr);
  CHECK(back->balance == "roundrobin");
  CHECK(back->timeouts.connect == Milliseconds(10'000));
  CHECK(back->timeouts.server == Milliseconds(60'000));
  REQUIRE(back->servers.size() == 3);
  CHECK(back->servers[0].name == "srv01");
  CHECK(back->servers[2].address == Endpoint::loopback(50053));
  CHECK(back->servers[2].line == 21);
  CHECK(reading.config->backend("lb_grpc") == nullptr);
}

TEST_CASE("whatTheArticlesFileSaysInVainIsSaidByLine") {
  const auto reading = readHaproxyFile(ARTICLE_CFG);
  using enum Diagnostic::Severity;
  CHECK(
      says(reading, 2, note,
           "'tune.ssl.default-dh-param 1024' has no effect here, because no bind or server line says 'ssl'"));
  CHECK(says(reading, 6, note, "closes a gRPC channel"));
  CHECK(says(reading, 11, note, "'npn spdy/2' has no effect here, because this line has no 'ssl'"));
  CHECK(says(reading, 11, note, "'alpn h2' has no effect here, because this line has no 'ssl'"));
  CHECK(says(reading, 14, note, "port 8083-8084"));
  CHECK(says(reading, 18, note, "no server line of the backend 'be_grpc' says 'check'"));
  CHECK(says(reading, 18, note, "'option httpchk HEAD / HTTP/2'"));
  CHECK(std::all_of(reading.diagnostics.begin(), reading.diagnostics.end(),
                    [](auto& d) { return d.severity == note; }));
  CHECK(std::is_sorted(reading.diagnostics.begin(), reading.diagnostics.end(),
                       [](auto& a, auto& b) { return a.line < b.line; }));
}
