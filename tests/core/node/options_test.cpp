// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/options.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <initializer_list>

using namespace switchyard;
using namespace switchyard::node;
using namespace std::chrono_literals;

namespace {

Result<CommandLine> parse(std::initializer_list<std::string_view> words) {
  return parseCommandLine({words.begin(), words.size()});
}

ServeOptions serving(std::initializer_list<std::string_view> words) {
  auto parsed = parse(words);
  REQUIRE(parsed);
  return std::get<ServeOptions>(*parsed);
}

CallOptions calling(std::initializer_list<std::string_view> words) {
  auto parsed = parse(words);
  REQUIRE(parsed);
  return std::get<CallOptions>(*parsed);
}

std::string errorOf(std::initializer_list<std::string_view> words) {
  const auto parsed = parse(words);
  REQUIRE_FALSE(parsed);
  CHECK_FALSE(parsed.error().remedy.empty());
  return parsed.error().text();
}

bool has(const ChannelArguments& arguments, std::string_view name, int value) {
  return std::find(arguments.begin(), arguments.end(), std::pair<std::string, int>(name, value)) !=
         arguments.end();
}

using Catch::Contains;

}  // namespace

TEST_CASE("serveTakesWhatTheManualShows") {
  const auto options =
      serving({"serve", "--listen", "127.0.0.1:50052", "--name=srv02", "--latency", "10ms", "--jitter", "2ms",
               "--fail", "20%", "--max-connection-age", "2s", "--max-concurrent-streams", "10"});
  CHECK(options.listen == Endpoint::loopback(50052));
  CHECK(options.name == "srv02");
  CHECK(options.behaviour.latency == 10ms);
  CHECK(options.behaviour.jitter == 2ms);
  CHECK(options.behaviour.fail == Approx(0.2));
  CHECK(has(options.channel_arguments, "grpc.max_connection_age_ms", 2000));
  CHECK(has(options.channel_arguments, "grpc.max_concurrent_streams", 10));
  CHECK_FALSE(options.lab);
}

TEST_CASE("callTakesWhatTheManualShows") {
  const auto options = calling({"call",
                                "--target",
                                "127.0.0.1:8443",
                                "--calls",
                                "100",
                                "--connections",
                                "3",
                                "--concurrency",
                                "2",
                                "--rate",
                                "50",
                                "--name",
                                "thế giới",
                                "--deadline",
                                "5s",
                                "--json",
                                "--lab",
                                "7",
                                "3",
                                "0123456789abcdef"});
  CHECK(options.target == "ipv4:127.0.0.1:8443");
  CHECK(options.traffic.calls == 100);
  CHECK(options.traffic.connections == 3);
  CHECK(options.traffic.concurrency == 2);
  CHECK(options.traffic.rate == 50);
  CHECK(options.traffic.name == "thế giới");
  CHECK(options.traffic.deadline == 5s);
  CHECK(options.json);
  REQUIRE(options.lab);
  CHECK(options.lab->node == 7);
  CHECK(options.lab->fd == 3);
  CHECK(options.lab->run.text() == "0123456789abcdef");
}

TEST_CASE("theDefaultsAreTheArticles") {
  const auto options = calling({"call", "--target", "localhost:8443"});
  CHECK(options.traffic.calls == 1);
  CHECK(options.traffic.name == "world");
  CHECK(options.traffic.deadline == 20s);
  CHECK(serving({"serve"}).listen == Endpoint::loopback(50051));
}

TEST_CASE("aTargetIsANumericAddressOrAHostName") {
  CHECK(calling({"call", "--target", "localhost:1"}).target == "ipv4:127.0.0.1:1");
  CHECK(calling({"call", "--target", "[::1]:8443"}).target == "ipv6:[::1]:8443");
  CHECK(calling({"call", "--target", "lb.school.example:8443"}).target == "dns:///lb.school.example:8443");
  for (const auto* target :
       {"8443", ":8443", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000", "host:", "unix:/x", "a b:1"})
    CHECK_THAT(errorOf({"call", "--target", target}), Contains("--target"));
}

TEST_CASE("listeningEverywhereIsWrittenWithAStar") {
  CHECK(serving({"serve", "--listen", "*:50051"}).listen == Endpoint::any(50051));
  CHECK_THAT(errorOf({"serve", "--listen", "srv01:50051"}),
             Contains("--listen") && Contains("127.0.0.1:50051"));
}

TEST_CASE("aUsageErrorNamesTheOptionAndTheRemedy") {
  CHECK_THAT(errorOf({}), Contains("serve"));
  CHECK_THAT(errorOf({"dance"}), Contains("dance"));
  CHECK_THAT(errorOf({"serve", "--lag", "1ms"}), Contains("--lag") && Contains("serve --help"));
  CHECK_THAT(errorOf({"serve", "--latency"}), Contains("--latency needs TIME"));
  CHECK_THAT(errorOf({"serve", "--latency", "10"}), Contains("--latency") && Contains("10ms"));
  CHECK_THAT(errorOf({"serve", "--name", "srv\xc3\xa9"}), Contains("--name") && Contains("ASCII"));
  CHECK_THAT(errorOf({"serve", "--latency", "1ms", "--latency", "2ms"}), Contains("twice"));
  CHECK_THAT(errorOf({"serve", "--max-connection-age", "10us"}),
             Contains("--max-connection-age") && Contains("1ms"));
  CHECK_THAT(errorOf({"serve", "--lab", "7"}), Contains("--lab needs FD"));
  CHECK_THAT(errorOf({"serve", "--lab", "0", "3", "0123456789abcdef"}), Contains("--lab"));
  CHECK_THAT(errorOf({"serve", "--lab", "7", "3", "77"}), Contains("marks no run"));
  CHECK_THAT(errorOf({"call"}), Contains("--target"));
  CHECK_THAT(errorOf({"call", "--target", "127.0.0.1:1", "--connections", "0"}), Contains("--connections"));
  CHECK_THAT(errorOf({"call", "--target", "127.0.0.1:1", "--deadline", "0ms"}), Contains("--deadline"));
  CHECK_THAT(errorOf({"call", "--target", "127.0.0.1:1", "--json=yes"}), Contains("--json"));
}

TEST_CASE("keepaliveGoesOnWithoutData") {
  const auto options = calling({"call", "--target", "127.0.0.1:1", "--keepalive-time", "1s"});
  CHECK(has(options.channel_arguments, "grpc.keepalive_time_ms", 1000));
  CHECK(has(options.channel_arguments, "grpc.http2.max_pings_without_data", 0));
}

TEST_CASE("helpListsEveryOption") {
  const auto help = parse({"serve", "--help"});
  REQUIRE(help);
  const auto& text = std::get<HelpText>(*help).text;
  for (const auto* option : {"--listen", "--name", "--latency", "--jitter", "--fail", "--max-connection-age"})
    CHECK_THAT(text, Contains(option));
}
