// SPDX-License-Identifier: GPL-3.0-or-later
// switchyard-proxy reads its file again.
#include "tests/core/tcp/proxy_program.h"

#include <signal.h>

#include <catch2/catch.hpp>
#include <vector>

using namespace switchyard;
using namespace switchyard::tcp_test;

TEST_CASE("newConnectionsFollowTheNewFileAndOldOnesGoOn") {
  Upstream before, after;
  const auto address = freeAddress();
  ProxyProgram program(listenConfig(address, before.address()));
  auto old_client = program.connectOnceItListens(address);
  auto old_server = before.accept();

  program.write(listenConfig(address, after.address()));
  program.signal(SIGHUP);
  REQUIRE(program.awaitWords("was read again"));
  auto new_client = Peer::connectTo(address);
  auto new_server = after.accept();
  new_client.send("new");
  CHECK(new_server.receive(3) == "new");
  old_client.send("old");
  CHECK(old_server.receive(3) == "old");
  CHECK(before.isLeftAlone(50ms));
}

TEST_CASE("nobodyIsRefusedWhileTheFileIsReadAgain") {
  Upstream server;
  const auto address = freeAddress();
  ProxyProgram program(listenConfig(address, server.address()));
  std::vector<Peer> clients;
  clients.push_back(program.connectOnceItListens(address));
  for (int i = 0; i < 300; ++i) {
    if (i % 10 == 0) program.signal(SIGHUP);
    clients.push_back(Peer::connectTo(address));
    clients.back().send("x");
  }
  for (std::size_t i = 0; i < clients.size(); ++i) {
    auto served = server.accept();
    if (served.receive(1).empty()) continue;  // the first one says nothing
    served.send("y");
    served.finish();
  }
  for (std::size_t i = 1; i < clients.size(); ++i) CHECK(clients[i].receive(1) == "y");
}

TEST_CASE("aFileThatCannotBeUsedChangesNothing") {
  Upstream server;
  const auto address = freeAddress();
  ProxyProgram program(listenConfig(address, server.address()));
  program.connectOnceItListens(address);
  server.accept();
  std::string config, complaint;
  Upstream taken;
  SECTION("because it is wrong") {
    config = "listen yard\nbindd 127.0.0.1:1\n";
    complaint = ".cfg:2: error: ";
  }
  SECTION("because a port that it names is taken") {
    config = listenConfig(taken.address(), server.address());
    complaint = "in use";
  }
  program.write(config);
  program.signal(SIGHUP);
  CHECK(program.awaitWords("The former configuration stays in force"));
  CHECK(program.words().find(complaint) != std::string::npos);
  auto client = Peer::connectTo(address);
  auto served = server.accept();
  client.send("still");
  CHECK(served.receive(5) == "still");
}

TEST_CASE("anAddressThatTheFileNoLongerNamesIsLeft") {
  Upstream server;
  const auto first = freeAddress(), second = freeAddress();
  ProxyProgram program(listenConfig(first, server.address()));
  program.connectOnceItListens(first);
  program.write(listenConfig(second, server.address()));
  program.signal(SIGHUP);
  REQUIRE(program.awaitWords("was read again"));
  CHECK_FALSE(tryConnect(first).isOpen());
  CHECK(tryConnect(second).isOpen());
}

TEST_CASE("aDrainWaitsForConnectionsOfFormerFiles") {
  Upstream server;
  const auto address = freeAddress();
  ProxyProgram program(listenConfig(address, server.address()));
  auto client = program.connectOnceItListens(address);
  auto served = server.accept();
  program.signal(SIGHUP);
  REQUIRE(program.awaitWords("was read again"));
  program.signal(SIGTERM);
  client.send("hello");
  CHECK(served.receive(5) == "hello");
  client.finish();
  CHECK(served.seesEnd());
  served.finish();
  CHECK(program.awaitEnd() == 0);
}
