// SPDX-License-Identifier: GPL-3.0-or-later
// switchyard-node as people and scripts use it.
#include "core/protocol/node_pipe.h"
#include "core/tls/class_certificate.h"
#include "tests/core/node/node_program.h"
#include "tests/support/data_folder.h"

#include <signal.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchyard;
using namespace switchyard::node_test;
using Catch::Contains;

TEST_CASE("callPrintsItsCountsAndSucceedsWhenAllAnswersAreOk") {
  ServerProgram server;
  const auto finished = runNode(
      {"call", "--target", server.address(), "--calls", "20", "--connections", "2", "--concurrency", "4"});
  CHECK(finished.status == node::ok);
  CHECK_THAT(finished.output, Contains("20 calls, 20 OK") && Contains("by srv01: 20"));
  CHECK(finished.errors.empty());
}

TEST_CASE("callReportsInJson") {
  ServerProgram server({"--fail", "50%"});
  const auto finished =
      runNode({"call", "--target", server.address(), "--calls", "10", "--connections", "3", "--json"});
  CHECK(finished.status == node::some_calls_failed);
  const auto report = nlohmann::json::parse(finished.output);
  CHECK(report["sent"] == 10);
  CHECK(report["ok"] == 5);
  CHECK(report["errors"] == nlohmann::json{{"UNAVAILABLE", 5}});
  CHECK(report["by_server"] == nlohmann::json{{"srv01", 10}});
  CHECK(report["connections"] == 3);
  CHECK(report["latency_ms"]["p50"] > 0.0);
  CHECK(report["latency_ms"]["p99"] >= report["latency_ms"]["p50"]);
}

TEST_CASE("aStrangersCallIsCountedAsOne") {
  ServerProgram server;
  REQUIRE(runNode({"call", "--target", server.address(), "--calls", "2"}).status == node::ok);
  REQUIRE(server.await(Kind::call_answered, 2));
  for (const auto& event : server.events(Kind::call_received)) {
    CHECK(isStranger(event.call.call));
    CHECK(callNode(event.call.call) == kServer);
  }
  CHECK(eachOnce(server.events(Kind::call_received)));
}

TEST_CASE("aRefusedCallSaysWhy") {
  const auto finished = runNode({"call", "--target", "127.0.0.1:" + std::to_string(freePort())});
  CHECK(finished.status == node::some_calls_failed);
  CHECK_THAT(finished.output, Contains("UNAVAILABLE: 1") && Contains("refused"));
}

TEST_CASE("aProxyVariableDoesNotSendCallsAstray") {
  ServerProgram server;
  const auto finished = runNode(
      {"call", "--target", server.address()},
      {"http_proxy=http://127.0.0.1:1", "grpc_proxy=http://127.0.0.1:1", "https_proxy=http://127.0.0.1:1"});
  CHECK(finished.status == node::ok);
}

TEST_CASE("aPortInUseIsNamedWithARemedy") {
  ServerProgram first;
  const auto second = runNode({"serve", "--listen", first.address()});
  CHECK(second.status == node::port_in_use);
  CHECK_THAT(second.errors,
             Contains("Port " + std::to_string(first.port)) && Contains("in use") && Contains("ss -ltnp"));
  CHECK(std::count(second.errors.begin(), second.errors.end(), '\n') == 1);
}

TEST_CASE("anAddressOfAnotherComputerIsNamedWithARemedy") {
  const auto finished = runNode({"serve", "--listen", "192.0.2.1:50051"});  // RFC 5737: nobody has it
  CHECK(finished.status == node::cannot_start);
  CHECK_THAT(finished.errors, Contains("192.0.2.1") && Contains("ip address"));
}

TEST_CASE("wrongUsageExitsWithTwo") {
  const auto finished = runNode({"call", "--target", "127.0.0.1:1", "--connections", "0"});
  CHECK(finished.status == node::usage);
  CHECK_THAT(finished.errors, Contains("--connections"));
  CHECK(runNode({"serve", "--lab", "7", "99"}).status == node::usage);
  CHECK(runNode({"serve", "--help"}).status == node::ok);
}

TEST_CASE("aClientAndAServerTalkTlsWithTheClassCertificate") {
  const DataFolder folder;
  ServerProgram server({"--tls"});
  REQUIRE(server.awaitReady());
  CHECK(runNode({"call", "--target", server.address(), "--tls"}).status == node::ok);
  CHECK(runNode({"call", "--target", server.address(), "--verify", "none"}).status == node::ok);
  CHECK(runNode({"call", "--target", server.address(), "--ca-file", folder.path + "/switchyard/class.pem"})
            .status == node::ok);
  CHECK(runNode({"call", "--target", server.address()}).status == node::some_calls_failed);  // in plain text
}

TEST_CASE("aClientDoesNotTrustAnotherCertificate") {
  const DataFolder folder;
  const auto other = classCertificateIn(folder.path + "/other");
  REQUIRE(other);
  ServerProgram server({"--crt", *other});
  REQUIRE(server.awaitReady());
  CHECK(runNode({"call", "--target", server.address(), "--tls"}).status == node::some_calls_failed);
  CHECK(runNode({"call", "--target", server.address(), "--ca-file", *other}).status == node::ok);
}

TEST_CASE("aCertificateThatCannotBeUsedIsWrongUsage") {
  const auto absent = runNode({"serve", "--crt", "/absent.pem"});
  CHECK(absent.status == node::usage);
  CHECK_THAT(absent.errors, Contains("--crt: The file '/absent.pem' cannot be read"));
  const auto wrong = runNode({"call", "--target", "127.0.0.1:1", "--ca-file", "/etc/passwd"});
  CHECK(wrong.status == node::usage);
  CHECK_THAT(wrong.errors, Contains("holds no certificate"));
}
