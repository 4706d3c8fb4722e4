// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explain/explain.h"
#include "tests/core/config/reading.h"

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace switchyard;
using namespace switchyard::config;

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
  CHECK(back->servers[0].host == "127.0.0.1");
  CHECK(back->servers[2].address == Endpoint::loopback(50053));
  CHECK(back->servers[2].line == 21);
  CHECK(reading.config->backend("lb_grpc") == nullptr);
}

TEST_CASE("whatTheArticlesFileSaysInVainIsSaidByLine") {
  const auto reading = readHaproxyFile(ARTICLE_CFG);
  CHECK(
      says(reading, 2, kNote,
           "'tune.ssl.default-dh-param 1024' has no effect here, because no bind or server line says 'ssl'"));
  CHECK(says(reading, 6, kNote, "closes a gRPC channel on which nothing was sent for 60 s"));
  CHECK(says(reading, 11, kNote, "'npn spdy/2' has no effect here, because this line has no 'ssl'"));
  CHECK(says(reading, 11, kNote, "'alpn h2' has no effect here, because this line has no 'ssl'"));
  CHECK(says(reading, 14, kNote, "port 8083-8084"));
  CHECK(says(reading, 18, kNote,
             "has no effect here, because no server line of the backend 'be_grpc' says 'check'"));
  CHECK(says(reading, 18, kNote, "POST"));
  CHECK(std::all_of(reading.diagnostics.begin(), reading.diagnostics.end(),
                    [](auto& d) { return d.severity == kNote; }));
  CHECK(std::is_sorted(reading.diagnostics.begin(), reading.diagnostics.end(),
                       [](auto& a, auto& b) { return a.line < b.line; }));
}

TEST_CASE("aHashHasItsTypeAndItsBound") {
  const auto reading = read(file("", " balance source\n hash-type consistent\n hash-balance-factor 150"));
  INFO(everything(reading));
  REQUIRE(reading.config);
  CHECK(reading.config->backends[0].balance == "source consistent 150");
}

TEST_CASE("howServersAreCheckedIsRead") {
  const auto reading = read(
      "defaults\n mode http\n timeout check 700ms\n default-server inter 3s fall 5\n"
      "listen a\n bind :9\n option httpchk GET /health HTTP/1.1\\r\\nHost:\\ www.example.com\n"
      " server one 127.0.0.1:1 check fastinter 1s downinter 10s rise 4 port 8080 addr 127.0.0.9\n"
      " server two 127.0.0.1:2 check inter 1s observe layer7 error-limit 7 on-error sudden-death slowstart "
      "1m\n"
      " server three 127.0.0.1:3 check no-check backup\n");
  INFO(everything(reading));
  REQUIRE(reading.config);
  const auto& back = reading.config->backends[0];
  CHECK(back.timeouts.check == Milliseconds(700));
  CHECK(back.check.kind == CheckKind::http);
  CHECK(back.check.method == "GET");
  CHECK(back.check.uri == "/health");
  CHECK(back.check.host == "www.example.com");
  const auto& one = back.servers[0].check;
  CHECK(one.on);
  CHECK(one.inter == Milliseconds(3000));
  CHECK(one.fastinter == Milliseconds(1000));
  CHECK(one.downinter == Milliseconds(10'000));
  CHECK(one.rise == 4);
  CHECK(one.fall == 5);
  CHECK(one.port == 8080);
  REQUIRE(one.address);
  CHECK(one.address->host() == "127.0.0.9");
  const auto& two = back.servers[1];
  CHECK(two.check.inter == Milliseconds(1000));
  CHECK(two.observe.layer == Observe::Layer::layer7);
  CHECK(two.observe.error_limit == 7);
  CHECK(two.observe.on_error == Observe::OnError::sudden_death);
  CHECK(two.slowstart == Milliseconds(60'000));
  CHECK_FALSE(back.servers[2].check.on);
  CHECK(back.servers[2].backup);
}

TEST_CASE("aCheckByGrpcNamesItsService") {
  const auto reading = read(
      "listen a\n bind :9\n option grpchk dnt.DemoService\n option panic-threshold 40\n"
      " server one 127.0.0.1:1 check\n");
  INFO(everything(reading));
  REQUIRE(reading.config);
  CHECK(reading.config->backends[0].check.kind == CheckKind::grpc);
  CHECK(reading.config->backends[0].check.service == "dnt.DemoService");
  CHECK(reading.config->backends[0].panic_threshold == 40);
  CHECK(says(
      read("listen a\n bind :9\n option grpchk " + std::string(128, 's') + "\n server one 127.0.0.1:1\n"), 3,
      kError, "longer than 127 bytes"));
}

TEST_CASE("aDiagnosticNamesFileLineSeverityAndRemedy") {
  CHECK(Diagnostic{kWarning, 10, "'backup' has no effect here.", "Remove it."}.text("haproxy.cfg") ==
        "haproxy.cfg:10: warning: 'backup' has no effect here. Remove it.");
  CHECK(Diagnostic{kError, 0, "The file has no frontend.", ""}.text("a.cfg") ==
        "a.cfg: error: The file has no frontend.");
}

TEST_CASE("aFileThatCannotBeOpenedIsAnErrorWithARemedy") {
  for (const char* path : {"/nowhere/haproxy.cfg", "/tmp"}) {
    const auto reading = readHaproxyFile(path);
    CHECK_FALSE(reading.config);
    CHECK(says(reading, 0, kError, "cannot be read"));
  }
}

TEST_CASE("timesHaveHaproxysUnits") {
  CHECK(parseTime("1500") == Milliseconds(1500));
  CHECK(parseTime("0") == Milliseconds(0));
  CHECK(parseTime("500ms") == Milliseconds(500));
  CHECK(parseTime("10s") == Milliseconds(10'000));
  CHECK(parseTime("5m") == Milliseconds(300'000));
  CHECK(parseTime("2h") == Milliseconds(7'200'000));
  CHECK(parseTime("24d") == Milliseconds(2'073'600'000));
  CHECK(parseTime("2000us") == Milliseconds(2));
  CHECK(parseTime("100us") == Milliseconds(1));
  CHECK(parseTime("2147483647") == Milliseconds(2'147'483'647));
  for (const char* bad :
       {"", "s", "10x", "-1s", "1.5s", "10 s", "25d", "2147483648", "99999999999999999999999", "1e3", "10S"})
    CHECK_FALSE(parseTime(bad));
}

TEST_CASE("timesAreToldInTheGreatestUnitThatFits") {
  CHECK(timeText(Milliseconds(0)) == "none");
  CHECK(timeText(Milliseconds(1'500)) == "1500 ms");
  CHECK(timeText(Milliseconds(60'000)) == "60 s");
  CHECK(timeText(Milliseconds(300'000)) == "5 min");
  CHECK(timeText(Milliseconds(7'200'000)) == "2 h");
}

TEST_CASE("lineEndsOfBothKindsAndAMissingLastOneAreRead") {
  std::string text = file("# dos", " balance leastconn");
  std::string dos;
  for (const char c : text) dos += c == '\n' ? std::string("\r\n") : std::string(1, c);
  CHECK(read(dos).config);
  CHECK(read(dos).config->backends[0].balance == "leastconn");
  const auto cut = read(text.substr(0, text.size() - 1));
  CHECK(cut.config->backends[0].balance == "leastconn");
  CHECK(says(cut, kBackLine, kWarning, "may have been cut off"));
  CHECK_FALSE(says(read(text), kBackLine, kWarning, "cut off"));
}

TEST_CASE("defaultsHoldUntilTheNextDefaults") {
  const auto reading = read(
      "defaults\n timeout client 1s\n balance leastconn\n default-server weight 5\n maxconn 11\n"
      "listen a\n bind :1001\n server s 127.0.0.1:1\n"
      "defaults\n timeout client 2s\n"
      "listen b\n bind :1002\n server s 127.0.0.1:2\n");
  REQUIRE(reading.config);
  const auto& fronts = reading.config->frontends;
  CHECK(fronts[0].timeouts.client == Milliseconds(1000));
  CHECK(fronts[0].maxconn == 11);
  CHECK(fronts[1].timeouts.client == Milliseconds(2000));
  CHECK(fronts[1].maxconn == 0);
  CHECK(reading.config->backend("a")->balance == "leastconn");
  CHECK(reading.config->backend("a")->servers[0].weight == 5);
  CHECK(reading.config->backend("b")->balance == "roundrobin");
  CHECK(reading.config->backend("b")->servers[0].weight == 1);
}

TEST_CASE("aSectionMayNameItsDefaults") {
  const auto reading = read(
      "defaults slow\n timeout client 50s\n"
      "defaults quick from slow\n timeout server 5s\n"
      "defaults\n timeout client 1s\n"
      "listen a from quick\n bind :1001\n server s 127.0.0.1:1\n");
  REQUIRE(reading.config);
  CHECK(reading.config->frontends[0].timeouts.client == Milliseconds(50'000));
  CHECK(reading.config->backends[0].timeouts.server == Milliseconds(5'000));
  CHECK(says(read("listen a from nowhere\n bind :1\n server s 127.0.0.1:2\n"), 1, kError,
             "no section 'defaults'"));
}

TEST_CASE("listenIsAFrontendAndABackendOfTheSameName") {
  const auto reading = read(
      "listen both\n bind :1001\n bind 127.0.0.1:1002-1004\n server s app1:1 weight 256 maxconn 7 "
      "disabled\n");
  REQUIRE(reading.config);
  CHECK(reading.config->frontends[0].backend == "both");
  CHECK(reading.config->frontends[0].binds.size() == 4);
  CHECK(reading.config->frontends[0].binds[3].address == Endpoint::loopback(1004));
  const auto& server = reading.config->backend("both")->servers.at(0);
  CHECK(server.host == "app1");
  CHECK(server.address == Endpoint::parse("192.0.2.1:1"));
  CHECK(server.weight == 256);
  CHECK(server.maxconn == 7);
  CHECK(server.disabled);
}

TEST_CASE("addressesAreReadAsHaproxyWritesThem") {
  const auto reading = read(
      "listen a\n bind *:1001\n bind :1002,ipv4@127.0.0.1:1003\n bind ::1:1004\n bind [::1]:1005\n bind "
      ":::1006\n"
      " server s1 [2001:db8::2]:1\n server s2 2001:db8::2:2\n server s3 ipv6@::1:3\n server s4 app6:4\n");
  REQUIRE(reading.config);
  const auto& binds = reading.config->frontends[0].binds;
  REQUIRE(binds.size() == 6);
  CHECK(binds[0].every_address);
  CHECK(binds[1].address == Endpoint::any(1002));
  CHECK_FALSE(binds[2].every_address);
  CHECK(binds[3].address == Endpoint::parse("[::1]:1004"));
  CHECK(binds[4].address == Endpoint::parse("[::1]:1005"));
  CHECK(binds[5].address == Endpoint::parse("[::]:1006"));
  const auto& servers = reading.config->backends[0].servers;
  CHECK(servers[0].address == Endpoint::parse("[2001:db8::2]:1"));
  CHECK(servers[1].address == Endpoint::parse("[2001:db8::2]:2"));
  CHECK(servers[2].address == Endpoint::parse("[::1]:3"));
  CHECK(servers[3].address == Endpoint::parse("[2001:db8::1]:4"));
}

TEST_CASE("wordsMayBeQuotedEscapedAndComeFromVariables") {
  const auto reading = read(
      "listen 'a'\n bind \"127.0.0.1:${PORT}\"  # a \"comment'\n server s\\x31 127.0.0.1:1 \"${LIST[*]}\"\n"
      " server \"s${NUMBER-2}\" 127.0.0.1:2\n server s3#comment\n");
  CHECK(says(reading, 5, kError, "too few words"));
  const auto good = read(
      "listen 'a'\n bind \"127.0.0.1:${PORT}\"  # a \"comment'\n server s\\x31 127.0.0.1:1 \"${LIST[*]}\"\n"
      " server \"s${NUMBER-2}\" 127.0.0.1:2\n");
  REQUIRE(good.config);
  CHECK(good.config->frontends[0].name == "a");
  CHECK(good.config->frontends[0].binds[0].address.port == 8443);
  CHECK(good.config->backends[0].servers[0].name == "s1");
  CHECK(good.config->backends[0].servers[0].weight == 7);
  CHECK(good.config->backends[0].servers[0].maxconn == 9);
  CHECK(good.config->backends[0].servers[1].name == "s2");
}

TEST_CASE("aVariableThatIsNotSetIsNamed") {
  const auto reading = read(file(" maxconn 5 # \"$NO\"\n bind \"127.0.0.1:$NOPORT\""));
  CHECK_FALSE(reading.config);
  CHECK(says(reading, kFrontLine + 1, kWarning, "'NOPORT' is not set"));
  CHECK(read(file("bind 127.0.0.1:8444 \"$EMPTY\"")).config.has_value() ==
        false);  // an empty word is no option
}

TEST_CASE("theEnvironmentIsReadWhenNoOtherIsGiven") {
  setenv("SWITCHYARD_TEST_PORT", "8444", 1);
  const auto reading = readHaproxy(file(" bind \"127.0.0.1:$SWITCHYARD_TEST_PORT\""));
  REQUIRE(reading.config);
  CHECK(reading.config->frontends[0].binds[1].address.port == 8444);
  const auto local = readHaproxy(file("", " server home localhost:50052"));
  REQUIRE(local.config);
  CHECK(local.config->backends[0].servers[1].address.isLoopback());
}

TEST_CASE("aDisabledFrontendDoesNotListen") {
  const auto reading = read(file("", "frontend g\n bind :9\n disabled"));
  REQUIRE(reading.config);
  CHECK(reading.config->frontends.size() == 1);
  CHECK(says(read(file("", " disabled")), kFrontLine + 1, kError, "is disabled"));
}

TEST_CASE("staticRrIsRoundRobinAndSaysSo") {
  const auto reading = read(file("", " balance static-rr"));
  REQUIRE(reading.config);
  CHECK(reading.config->backends[0].balance == "roundrobin");
  CHECK(says(reading, kBackLine, kNote, "static-rr"));
}

TEST_CASE("anAlgorithmKeepsItsHashType") {
  const auto reading = read(file(" mode http", " mode http\n hash-type consistent\n balance hdr(X-User)"));
  REQUIRE(reading.config);
  CHECK(reading.config->backends[0].balance == "hdr(X-User) consistent");
  CHECK(read(file("", " hash-type map-based\n balance source")).config->backends[0].balance == "source");
  CHECK(read(file("", " hash-type consistent\n balance uri")).config->backends[0].balance == "roundrobin");
}

TEST_CASE("retriesAndForwardingAreRead") {
  const auto reading = read(file(" mode http\n option forwardfor header X-Client if-none",
                                 " mode http\n retries 5\n retry-on empty-response 503\n timeout queue 7s\n"
                                 " option redispatch\n option allbackups\n server s2 127.0.0.1:2 backup"));
  INFO(everything(reading));
  REQUIRE(reading.config);
  const auto& front = reading.config->frontends[0];
  CHECK(front.forward_for.on);
  CHECK(front.forward_for.if_none);
  CHECK(front.forward_for.header == "x-client");
  const auto& back = reading.config->backends[0];
  CHECK_FALSE(back.forward_for.on);
  CHECK(back.retries == 5);
  CHECK_FALSE(back.retry_on.conn_failure);
  CHECK(back.retry_on.empty_response);
  CHECK(back.retry_on.statuses == std::vector<std::uint16_t>{503});
  CHECK(back.timeouts.queue == Milliseconds(7000));
  CHECK(back.redispatch);
  CHECK(back.all_backups);
  CHECK(back.servers[1].backup);
}

TEST_CASE("twoBindLinesOfOnePortMayNotOverlap") {
  const auto together = [](const std::string& one, const std::string& other) {
    return read("listen a\n bind " + one + "\n bind " + other + "\n server one 127.0.0.1:1\n");
  };
  const auto apart = GENERATE(table<std::string, std::string>({{"*:9", ":::9 v6only"},
                                                               {"127.0.0.1:9", ":::9 v6only"},
                                                               {"127.0.0.1:9", "127.0.0.2:9"},
                                                               {"127.0.0.1:9", "::1:9"},
                                                               {"*:9", "::1:9"},
                                                               {"*:9", "ipv6@*:9 v6only v4v6"},
                                                               {":::9", "*:10"}}));
  for (const auto& reading :
       {together(std::get<0>(apart), std::get<1>(apart)), together(std::get<1>(apart), std::get<0>(apart))}) {
    INFO(everything(reading));
    CHECK(reading.config);
  }
  const auto same = GENERATE(table<std::string, std::string>({{"*:9", "*:9"},
                                                              {"*:9", "127.0.0.1:9"},
                                                              {"::1:9", ":::9 v6only"},
                                                              {"::1:9", ":::9"},
                                                              {"ipv6@:9", ":::9"},
                                                              {"127.0.0.1:9", "::ffff:127.0.0.1:9"}}));
  for (const auto& reading :
       {together(std::get<0>(same), std::get<1>(same)), together(std::get<1>(same), std::get<0>(same))})
    CHECK(says(reading, 3, kError, "already listens"));
  for (const std::string wide : {":::9", ":::9 v4v6", "ipv6@*:9"})
    for (const std::string v4 : {"*:9", "127.0.0.1:9"})
      CHECK(says(together(v4, wide), 3, kError, "Write 'v6only'"));
}

TEST_CASE("everyAddressIsThatOfBothFamiliesUnlessSaidOtherwise") {
  const auto explained = [](const std::string& bind) {
    return explain(read("listen a\n bind " + bind + "\n server one 127.0.0.1:1\n"), "a.cfg");
  };
  for (const auto* bind : {":::9", "ipv6@*:9", "[::]:9 v4v6"})
    CHECK(explained(bind).find("every IPv4 and IPv6 address") != std::string::npos);
  CHECK(explained(":::9 v4v6 v6only").find("every IPv6 address") != std::string::npos);
  CHECK(explained("*:9").find("every IPv4 address") != std::string::npos);
}

TEST_CASE("aServerAtThePortOfEveryAddressIsTheBalancerItself") {
  for (const auto* bind : {"*:9", ":::9", ":::9 v4v6"})
    CHECK(says(read("listen a\n bind " + std::string(bind) + "\n server one 127.0.0.1:9\n"), 3, kError,
               "the balancer's own address"));
  CHECK(read("listen a\n bind :::9 v6only\n server one 127.0.0.1:9\n").config);
}
