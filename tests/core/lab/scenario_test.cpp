// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scenario/scenario.h"

#include "core/system/file.h"
#include "tests/support/small_world.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <random>

using namespace switchyard;
using namespace std::chrono_literals;

namespace {

const std::string kBeside = std::string(SCENARIOS) + "/test.json";  // never written; article.cfg is beside it

/// A scenario on the article's configuration with one more line, line 4.
Result<Scenario> with(const std::string& line) {
  return parseScenario("{\n  \"version\": 1,\n  \"haproxy\": \"article.cfg\",\n  " + line + "\n}\n", kBeside);
}

std::string errorOf(const Result<Scenario>& result) {
  return result ? "" : result.error().text();
}

}  // namespace

TEST_CASE("aBareHaproxyFileIsTheArticlesExperiment") {
  const auto scenario = readScenario(std::string(SCENARIOS) + "/article.cfg");
  REQUIRE(scenario);
  CHECK(scenario->name == "article");
  CHECK(scenario->file == std::string(SCENARIOS) + "/article.cfg");
  CHECK(scenario->config_file == scenario->file);
  CHECK(scenario->config_text.find("frontend lb_grpc") != std::string::npos);
  CHECK(scenario->diagnostics.size() >= 6);
  REQUIRE(scenario->servers.size() == 3);
  CHECK(scenario->servers[0].name == "srv01");
  CHECK(scenario->servers[0].built_in);
  REQUIRE(scenario->clients.size() == 3);
  CHECK(scenario->clients[2].name == "client3");
  CHECK(scenario->clients[2].balancer == "lb_grpc");
  CHECK(scenario->clients[2].traffic.calls == 1);
  CHECK(scenario->claims.empty());
}

TEST_CASE("serversOnOtherMachinesAreOnlyObserved") {
  const auto scenario = parseScenario(
      "listen a\n bind :1\n server here 127.0.0.1:2\n server there 192.0.2.1:2\n server six [::1]:3\n"
      "backend unused\n server none 127.0.0.1:9\n",
      "a.cfg");
  REQUIRE(scenario);
  REQUIRE(scenario->servers.size() == 3);
  CHECK(scenario->servers[0].built_in);
  CHECK_FALSE(scenario->servers[1].built_in);
  CHECK(scenario->servers[2].built_in);
  CHECK(scenario->clients.size() == 3);
}

TEST_CASE("eachBalancerOfABareFileHasClients") {
  const auto scenario = parseScenario(
      "listen a\n bind :1\n server a1 127.0.0.1:11\nlisten b\n bind :2\n server b1 127.0.0.1:12\n server b2 "
      "127.0.0.1:13\n",
      "a.cfg");
  REQUIRE(scenario);
  REQUIRE(scenario->clients.size() == 3);
  CHECK(scenario->clients[0].balancer == "a");
  CHECK(scenario->clients[1].balancer == "b");
  CHECK(scenario->clients[2].name == "client3");
}

TEST_CASE("aBoardCountsByNameAndStartsEachServerOnce") {
  CHECK(errorOf(parseScenario(
            "listen a\n bind :1\n server s 127.0.0.1:11\nlisten b\n bind :2\n server s 127.0.0.1:12\n",
            "a.cfg")) ==
        "a.cfg:6: error: Line 3 already has a server 's', and the report counts by name. Give each server of "
        "the file its own name.");
  CHECK(errorOf(parseScenario(
            "listen a\n bind :1\n server s 127.0.0.1:11\nlisten b\n bind :2\n server t 127.0.0.1:11\n",
            "a.cfg")) ==
        "a.cfg:6: error: The servers 's' and 't' cannot both be started on 127.0.0.1:11. Give each its own "
        "port.");
  std::string many = "listen a\n bind :1\n";
  for (int i = 0; i < 257; ++i)
    many += " server s" + std::to_string(i) + " 127.0.0.1:" + std::to_string(1000 + i) + "\n";
  CHECK(errorOf(parseScenario(many, "a.cfg")).find("a.cfg:259: error: The file has more than 256 servers") ==
        0);
}

TEST_CASE("errorsOfAHaproxyFileAreALineEach") {
  const auto scenario = parseScenario("listen a\n bnid :1\n server s nowhere\n", "a.cfg");
  const auto text = errorOf(scenario);
  CHECK(text.find("a.cfg:2: error: There is no keyword 'bnid' in 'listen'. Did you mean 'bind'?\n") !=
        std::string::npos);
  CHECK(text.find("\na.cfg:3: error: 'nowhere' has no port.") != std::string::npos);
  CHECK(errorOf(readScenario("/nowhere.json")).find("'/nowhere.json' cannot be read") != std::string::npos);
}

TEST_CASE("theSampleScenariosAreRead") {
  const auto one = readScenario(std::string(SCENARIOS) + "/one-proxy-three-servers.json");
  INFO(errorOf(one));
  REQUIRE(one);
  CHECK(one->name == "One proxy, three servers");
  CHECK(one->config_file == std::string(SCENARIOS) + "/article.cfg");
  REQUIRE(one->clients.size() == 3);
  CHECK(one->clients[0].name == "client1");
  CHECK(one->clients[2].traffic.calls == 100);
  CHECK(one->claims.at(0).is == "[100,100,100]");

  const auto totals = readScenario(std::string(SCENARIOS) + "/same-totals.json");
  INFO(errorOf(totals));
  REQUIRE(totals);
  CHECK(totals->clients[0].name == "busy");
  CHECK(totals->clients[0].traffic.calls == 1000);
  CHECK(totals->claims.at(2).at_least == 0.585);

  const auto fewer = readScenario(std::string(SCENARIOS) + "/fewer-clients.json");
  INFO(errorOf(fewer));
  REQUIRE(fewer);
  CHECK(fewer->clients.size() == 2);
  CHECK(fewer->servers.size() == 3);
}

TEST_CASE("serversBehaveAsTheFileSays") {
  const auto scenario = with(
      R"("servers": { "srv03": { "latency": "1500us", "jitter": "1ms", "fail": "12.5%", "max_connection_age": "2s",
                                 "max_concurrent_streams": 10 }, "srv02": { "external": true } })");
  INFO(errorOf(scenario));
  REQUIRE(scenario);
  const auto& slow = scenario->servers[2];
  CHECK(slow.behaviour.latency == 1500us);
  CHECK(slow.behaviour.jitter == 1ms);
  CHECK(slow.behaviour.fail == 0.125);
  CHECK(slow.behaviour.max_connection_age == 2s);
  CHECK(slow.behaviour.max_concurrent_streams == 10);
  CHECK(slow.built_in);
  CHECK_FALSE(scenario->servers[1].built_in);
}

TEST_CASE("clientsCallAsTheFileSays") {
  const auto scenario = with(
      R"("clients": [ { "name": "busy", "calls": 1000, "connections": 2, "concurrency": 4, "rate": 0.5, "deadline": "3s",
                        "request": "thế giới", "balancer": "lb_grpc" },
                      { "count": 2 }, { "name": "quiet", "count": 2, "calls": 0 }, {} ])");
  INFO(errorOf(scenario));
  REQUIRE(scenario);
  REQUIRE(scenario->clients.size() == 6);
  const auto& busy = scenario->clients[0];
  CHECK(busy.name == "busy");
  CHECK(busy.traffic.calls == 1000);
  CHECK(busy.traffic.connections == 2);
  CHECK(busy.traffic.concurrency == 4);
  CHECK(busy.traffic.rate == 0.5);
  CHECK(busy.traffic.deadline == 3s);
  CHECK(busy.traffic.request_name == "thế giới");
  CHECK(scenario->clients[1].name == "client1");
  CHECK(scenario->clients[2].name == "client2");
  CHECK(scenario->clients[3].name == "quiet1");
  CHECK(scenario->clients[4].traffic.calls == 0);
  CHECK(scenario->clients[5].name == "client3");
  REQUIRE(with(R"("clients": [])"));
  CHECK(with(R"("clients": [])")->clients.empty());
}

TEST_CASE("aConfigurationMayStandInTheScenarioItself") {
  const std::string text =
      "{ \"version\": 1,\n  \"haproxy\": [\n    \"listen a\",\n    \"  bind 127.0.0.1:1\",\n\n    \"  server "
      "s 127.0.0.1:2 inter 2s\"\n  ] }\n";
  const auto scenario = parseScenario(text, "inline.json");
  INFO(errorOf(scenario));
  REQUIRE(scenario);
  CHECK(scenario->config_text == "listen a\n  bind 127.0.0.1:1\n  server s 127.0.0.1:2 inter 2s\n");
  CHECK(scenario->config_file == "inline.json");
  CHECK(scenario->config.frontends[0].line == 3);
  CHECK(scenario->config.frontends[0].binds[0].line == 4);
  CHECK(scenario->config.backends[0].servers[0].line == 6);
  CHECK(std::any_of(scenario->diagnostics.begin(), scenario->diagnostics.end(),
                    [](auto& d) { return d.line == 6; }));
}

TEST_CASE("errorsOfTheConfigurationNameItsOwnFileAndLine") {
  const auto in_list = parseScenario(
      "{ \"version\": 1,\n  \"haproxy\": [\n    \"listen a\",\n    \"  bnid :1\" ] }", "inline.json");
  CHECK(errorOf(in_list).find("inline.json:4: error: There is no keyword 'bnid'") != std::string::npos);
  const auto missing = parseScenario("{ \"version\": 1,\n \"haproxy\": \"missing.cfg\" }", kBeside);
  CHECK(errorOf(missing).find("test.json:2: error: The file '" + std::string(SCENARIOS) +
                              "/missing.cfg' cannot be read") != std::string::npos);
}

TEST_CASE("aBadScenarioIsNamedWithLineAndRemedy") {
  struct Case {
    const char* line;
    const char* part;
  };
  const auto [line, part] = GENERATE(values<Case>({
      {R"("cleints": [])", ":4: error: There is no key 'cleints' in a scenario. Did you mean 'clients'?"},
      {R"("name": "")", ":4: error: 'name' cannot be"},
      {R"("name": 5)", "Write a text of 1 to 64 bytes"},
      {R"("name": "a\u0007b")", "without control characters"},
      {R"("version": 1)", ":4: error: The key 'version' is written twice."},
      {R"("servers": [])", ":4: error: 'servers' cannot be '[]'. Write an object by name"},
      {R"("servers": { "srv3": {} })", "no 'server' line with the name 'srv3'. Did you mean 'srv03'?"},
      {R"("servers": { "srv03": { "latancy": "1s" } })",
       "There is no key 'latancy' in a server. Did you mean 'latency'?"},
      {R"("servers": { "srv03": { "latency": 100 } })",
       "'latency' cannot be '100'. Write a time from 0s to 1 h in quotes"},
      {R"("servers": { "srv03": { "latency": "2h" } })", "'latency' cannot be"},
      {R"("servers": { "srv03": { "jitter": "2ms" } })", "jitter of 'srv03' is greater than its latency"},
      {R"("servers": { "srv03": { "fail": 0.2 } })",
       R"(Write a share from 0% to 100% in quotes, as in "20%".)"},
      {R"("servers": { "srv03": { "fail": "120%" } })", "Write a share"},
      {R"("servers": { "srv03": { "fail": "%" } })", "Write a share"},
      {R"("servers": { "srv03": { "fail": "nan%" } })", "Write a share"},
      {R"("servers": { "srv03": { "external": "yes" } })", "Write true or false."},
      {R"("servers": { "srv03": 5 })", "'5' is not a server. Write an object"},
      {R"("clients": {})", "Write a list"},
      {R"("clients": [ { "calls": -1 } ])", "'calls' cannot be '-1'. Write a whole number from 0 to"},
      {R"("clients": [ { "calls": 1.5 } ])", "'calls' cannot be '1.5'"},
      {R"("clients": [ { "calls": "9" } ])", "'calls' cannot be"},
      {R"("clients": [ { "connections": 0 } ])", "Write a whole number from 1 to 1000."},
      {R"("clients": [ { "concurrency": 10001 } ])", "Write a whole number from 1 to 10000."},
      {R"("clients": [ { "rate": -5 } ])", "Write a number from 0 to 1000000."},
      {R"("clients": [ { "deadline": "0s" } ])", "Write a time from 1 ms to 24 h"},
      {R"("clients": [ { "count": 1001 } ])", "Write a whole number from 1 to 1000."},
      {R"("clients": [ { "count": 1000 }, {} ])", "more than 1000 clients"},
      {R"("clients": [ { "name": "a" }, { "name": "a" } ])", "two clients with the name 'a'"},
      {R"("clients": [ { "balancer": "lb_grcp" } ])", "Did you mean 'lb_grpc'?"},
      {R"("clients": [ 5 ])", "'5' is not a client."},
      {R"("claims": [ {} ])", "The key 'text' is missing in a claim."},
      {R"("claims": [ { "text": "x", "at": "/agree" } ])",
       "compares with 'is', or with 'at_least' and 'at_most'"},
      {R"("claims": [ { "text": "x", "at": "/agree", "is": true, "at_most": 1 } ])",
       "compares with 'is', or"},
      {R"("claims": [ { "text": "x", "at": "/fairness", "at_least": 2, "at_most": 1 } ])", "Swap them."},
      {R"("claims": [ { "text": "x", "at": "agree", "is": true } ])", "is no pointer into the report"},
      {R"("claims": [ { "text": "x", "at": "/fairnes", "is": 1 } ])", "Did you mean 'fairness'?"},
      {R"("claims": [ { "text": "x", "at": "/servers/srv04/calls", "is": 1 } ])",
       "no server with the name 'srv04'. Did you mean"},
      {R"("claims": [ { "text": "x", "at": "/clients/clint1/sent", "is": 1 } ])",
       "no client with the name 'clint1'. Did you mean"},
      {R"("claims": [ { "text": "x", "at": "/~2", "is": 1 } ])", "is no pointer into the report"},
  }));
  const auto scenario = with(line);
  INFO(line << "\n" << errorOf(scenario));
  REQUIRE_FALSE(scenario);
  CHECK(errorOf(scenario).find(part) != std::string::npos);
  CHECK(errorOf(scenario).find("test.json:4: error: ") != std::string::npos);
}

TEST_CASE("whatIsNoJsonIsRefusedWithItsLine") {
  CHECK(errorOf(parseScenario("{\n \"version\": 1\n \"haproxy\": 5 }", "a.json"))
            .find("a.json:3: error: This is no JSON") == 0);
  CHECK(errorOf(parseScenario("{\n \"version\": 1,\n", "a.json")).find("a.json:") == 0);
  CHECK(errorOf(parseScenario("", "a.json")).find("a.json:1: error: ") == 0);
  CHECK(errorOf(parseScenario("[]", "a.json")).find("'[]' is not a scenario") != std::string::npos);
  CHECK(errorOf(parseScenario("{\n\n}", "a.json")).find("The key 'version' is missing") != std::string::npos);
  CHECK(errorOf(parseScenario("{\n\"version\":\n2,\n\"haproxy\":[]}", "a.json"))
            .find("a.json:3: error: This program reads scenarios of version 1") != std::string::npos);
  CHECK(errorOf(parseScenario(std::string(100'000, '['), "a.json")).find("more than 32 deep") !=
        std::string::npos);
  CHECK_FALSE(parseScenario("{\"version\": 1, \"name\": \"\xff\xfe\"}", "a.json"));
}

TEST_CASE("aNumberBeforeALineEndIsOnItsOwnLine") {
  CHECK(errorOf(parseScenario("{\n\"haproxy\": [],\n\"version\": 7\n\n}", "a.json"))
            .find("a.json:3: error: This program") != std::string::npos);
}

TEST_CASE("randomEditsOfASampleAreReadOrRefused") {
  const auto sample = readFile(std::string(SCENARIOS) + "/same-totals.json", 1 << 20);
  REQUIRE(sample);
  std::mt19937 random(2025);
  const auto upTo = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit)(random);
  };
  int refused = 0;
  for (int edit = 0; edit < 300; ++edit) {
    std::string text = *sample;
    for (auto strokes = 1 + upTo(1); strokes > 0; --strokes) {
      const auto at = upTo(text.size() - 1);
      const auto from = upTo(text.size() - 1);
      switch (upTo(3)) {
        case 0:
          text.erase(at, 1 + upTo(5));
          break;
        case 1:
          text.insert(at, 1, static_cast<char>(upTo(255)));
          break;
        case 2:
          text.insert(at, text.substr(from, upTo(40)));
          break;
        case 3:
          text.resize(at + 1);
          break;
      }
    }
    CAPTURE(edit, text);
    const auto scenario = parseScenario(text, kBeside);
    if (scenario) continue;
    ++refused;
    REQUIRE(errorOf(scenario).find(kBeside + ":") == 0);
  }
  CHECK(refused > 100);
  CHECK(refused < 300);
}

TEST_CASE("theFuzzersCorpusOfScenariosIsReadOrRefused") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CORPUS)) {
    CAPTURE(entry.path().string());
    const auto scenario = readScenario(entry.path().string(), config::smallWorld());
    if (!scenario) CHECK(errorOf(scenario).find(entry.path().string() + ":") == 0);
    ++files;
  }
  CHECK(files >= 4);
  const auto board = readScenario(CORPUS "/board.json", config::smallWorld());
  INFO(errorOf(board));
  CHECK(board);
}
