// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/explain.h"

#include "core/balance/policy.h"
#include "tests/core/config/reading.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::config;

namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("theArticlesFileIsExplainedLineByLine") {
  const auto text = explain(readHaproxyFile(ARTICLE_CFG), "haproxy.cfg");
  INFO(text);
  CHECK(text.find("haproxy.cfg can be used. It means, by line:\n\n") == 0);
  CHECK(has(text, "\n    9  Frontend 'lb_grpc' balances connections, not calls (mode tcp)"));
  CHECK(
      has(text, "\n   11    It listens on port 8443 of every IPv4 address: other computers can connect.\n"));
  CHECK(has(text, "\n    6    A connection that is silent on the client's side for 60 s is closed.\n"));
  CHECK(has(text, "\n   12    Its connections go to backend 'be_grpc'.\n"));
  CHECK(has(text, "\n   15  Backend 'be_grpc' has 3 servers.\n"));
  CHECK(
      has(text, "\n   17    It picks by 'roundrobin': each server in turn, in proportion to its weight.\n"));
  CHECK(has(text, "\n   20    Server 'srv02' at 127.0.0.1:50052, weight 1 of 3.\n"));
  CHECK(has(text, "\n    5    A server that does not accept within 10 s is passed over for the next one.\n"));
  CHECK(has(text, "\n\nhaproxy.cfg:2: note: "));
}

TEST_CASE("weightsLimitsAndNamesAreToldInWords") {
  const auto text = explain(
      read(
          "global\n maxconn 1000\nlisten a\n bind [::1]:1\n bind 192.0.2.9:2\n bind :::3 v6only\n maxconn 1\n"
          " server one app1:1 weight 3 maxconn 7\n server two [2001:db8::2]:1\n"
          " server three 127.0.0.1:3 disabled weight 5\n server four 127.0.0.1:4 weight 0\n"),
      "a.cfg");
  INFO(text);
  CHECK(has(text, "    4    It listens on [::1]:1: only this computer can connect.\n"));
  CHECK(has(text, "    5    It listens on 192.0.2.9:2.\n"));
  CHECK(has(text, "    6    It listens on port 3 of every IPv6 address"));
  CHECK(has(text, "         It holds at most 1 connection at once.\n"));
  CHECK(
      has(text, "'roundrobin': each server in turn, in proportion to its weight (nothing else is written)."));
  CHECK(has(text,
            "    8    Server 'one' at 192.0.2.1:1 (app1), weight 3 of 4, at most 7 connections at once.\n"));
  CHECK(has(text, "    9    Server 'two' at [2001:db8::2]:1, weight 1 of 4.\n"));
  CHECK(has(text, "   10    Server 'three' at 127.0.0.1:3 is disabled: it gets nothing.\n"));
  CHECK(has(text, "   11    Server 'four' at 127.0.0.1:4 has weight 0: it gets nothing new.\n"));
  CHECK(has(text, "Together they hold at most 1000 connections at once.\n"));
}

TEST_CASE("healthIsExplainedInWords") {
  const auto text = explain(
      read("listen a\n mode http\n bind :9\n option grpchk dnt.DemoService\n option panic-threshold 50\n"
           " server one 127.0.0.1:1 check inter 500ms rise 1 fall 4 slowstart 30s\n"
           " server two 127.0.0.1:2 observe layer7 error-limit 1 on-error mark-down\n"
           " server three 127.0.0.1:3 check observe layer4 backup\n"),
      "a.cfg");
  INFO(text);
  CHECK(has(text,
            "    6      It is checked by grpc.health.v1 for 'dnt.DemoService' every 500 ms: 4 failures in a "
            "row take it out, 1 success brings it back.\n"));
  CHECK(has(text, "    6      When it comes back, its share grows to the full one over 30 s.\n"));
  CHECK(has(text, "    7      After 1 error in its answers, it is ejected for a while, longer each time.\n"));
  CHECK(has(text, "    8    Server 'three' at 127.0.0.1:3 is a backup: it serves when no other can.\n"));
  CHECK(has(text, "    8      After 10 errors in a row in connecting, that counts as a failed check.\n"));
  CHECK(has(text, "When fewer than 50 % of its servers are well, all of them get traffic (panic).\n"));
}

TEST_CASE("everyAlgorithmIsExplained") {
  for (const auto name : policyNames()) {
    const auto text = explain(read(file(" mode http", " mode http\n balance " + std::string(name))), "a.cfg");
    INFO(text);
    CHECK(has(text, "   14    It picks by '" + std::string(name) + "': "));
  }
}

TEST_CASE("aFileThatCannotBeUsedIsToldWithItsErrors") {
  const auto text = explain(read("listen a\n bnid :1\n"), "a.cfg");
  CHECK(text.find("a.cfg cannot be used.\n\n") == 0);
  CHECK(has(text, "\na.cfg:2: error: There is no keyword 'bnid' in 'listen'. Did you mean 'bind'?\n"));
}
