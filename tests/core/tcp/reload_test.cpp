// SPDX-License-Identifier: GPL-3.0-or-later
// switchyard-proxy reads its file again.
#include "tests/core/tcp/proxy_program.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
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

namespace {

/// One bind line or two for a port, and where they can be called.
struct Binds {
  std::vector<std::string> lines;  ///< without the port
  bool first;                      ///< 127.0.0.1
  bool second;                     ///< 127.0.0.2
  bool sixth;                      ///< [::1]
};

const std::vector<Binds> kBinds = {
    {{"127.0.0.1:%"}, true, false, false},
    {{"127.0.0.2:%"}, false, true, false},
    {{"127.0.0.1:%", "127.0.0.2:%"}, true, true, false},
    {{"*:%"}, true, true, false},
    {{":::% v6only"}, false, false, true},
    {{"::1:%"}, false, false, true},
    {{":::%"}, true, true, true},
    {{":::% v4v6"}, true, true, true},
    {{"*:%", ":::% v6only"}, true, true, true},
    {{"127.0.0.1:%", "ipv6@:% v6only"}, true, false, true},
};

std::string bindConfig(const std::vector<std::string>& lines, std::uint16_t port, const Endpoint& server) {
  auto text = listenConfig(server, server);
  std::string binds;
  for (auto line : lines) binds += "bind " + line.replace(line.find('%'), 1, std::to_string(port)) + "\n";
  const std::string placeholder = "bind " + server.text() + "\n";
  return text.replace(text.find(placeholder), placeholder.size(), binds);
}

bool accepts(const std::string& host, std::uint16_t port) {
  return tryConnect(*Endpoint::parse(host + ":" + std::to_string(port))).isOpen();
}

}  // namespace

TEST_CASE("anAddressMayBecomeAnyOtherOfTheSamePort") {
  Upstream server;
  const auto address = freeAddress();
  ProxyProgram program(bindConfig({"127.0.0.1:%"}, address.port, server.address()));
  auto old_client = program.connectOnceItListens(address);
  auto old_server = server.accept();
  const auto become = [&](const Binds& binds) {
    const bool has_become = program.reads(bindConfig(binds.lines, address.port, server.address()));
    INFO(binds.lines[0] << "\n" << program.words());
    REQUIRE(has_become);
    CHECK(accepts("127.0.0.1", address.port) == binds.first);
    CHECK(accepts("127.0.0.2", address.port) == binds.second);
    CHECK(accepts("[::1]", address.port) == binds.sixth);
  };
  for (const auto& from : kBinds)
    for (const auto& to : kBinds) {
      become(from);
      become(to);
    }
  CHECK(program.words().find("cannot") == std::string::npos);
  old_client.send("old");
  CHECK(old_server.receive(3) == "old");
}

TEST_CASE("anAddressThatCannotBeHadInTheOldOnesPlaceChangesNothing") {
  Upstream server;
  const auto address = freeAddress();
  ProxyProgram program(bindConfig({"127.0.0.1:%"}, address.port, server.address()));
  auto old_client = program.connectOnceItListens(address);
  auto old_server = server.accept();
  {
    const auto stranger = listenOn(*Endpoint::parse("127.0.0.2:" + std::to_string(address.port)));
    REQUIRE(stranger);
    program.write(bindConfig({"*:%"}, address.port, server.address()));
    program.signal(SIGHUP);
    REQUIRE(program.awaitWords("The former configuration stays in force"));
    CHECK(program.words().find("is in use") != std::string::npos);
    auto client = Peer::connectTo(address);
    auto served = server.accept();
    client.send("still");
    CHECK(served.receive(5) == "still");
  }
  program.signal(SIGHUP);
  REQUIRE(program.awaitWords("was read again"));
  CHECK(accepts("127.0.0.2", address.port));
  old_client.send("old");
  CHECK(old_server.receive(3) == "old");
}

TEST_CASE("twoFrontendsMaySwapTheirAddresses") {
  Upstream one, other;
  const auto first = freeAddress(), second = freeAddress();
  const auto config = [&](const Endpoint& of_one, const Endpoint& of_other) {
    return listenConfig(of_one, one.address()) + "listen second\nbind " + of_other.text() + "\nserver s1 " +
           other.address().text() + "\n";
  };
  ProxyProgram program(config(first, second));
  auto to_one = program.connectOnceItListens(first);
  to_one.send("1");
  CHECK(one.accept().receive(1) == "1");
  program.write(config(second, first));
  program.signal(SIGHUP);
  REQUIRE(program.awaitWords("was read again"));
  auto to_other = Peer::connectTo(first);
  to_other.send("2");
  CHECK(other.accept().receive(1) == "2");
  auto to_one_again = Peer::connectTo(second);
  to_one_again.send("3");
  CHECK(one.accept().receive(1) == "3");
}

TEST_CASE("whoIsAtTheDoorWhenTheFileIsReadAgainIsLetInWhereItCameTo") {
  Upstream before, after;
  const auto address = freeAddress();
  ProxyProgram program(bindConfig({"127.0.0.1:% accept-proxy"}, address.port, before.address()));
  auto client = program.connectOnceItListens(address);
  client.send("PROXY UNK");
  CHECK(before.isLeftAlone(100ms));
  program.write(bindConfig({"*:% accept-proxy"}, address.port, after.address()));
  program.signal(SIGHUP);
  REQUIRE(program.awaitWords("was read again"));
  client.send("NOWN\r\nhello");
  CHECK(before.accept().receive(5) == "hello");
  CHECK(after.isLeftAlone(50ms));
}

TEST_CASE("whoeverWaitsWhereItListensNoMoreIsLetIn") {
  Upstream before, after;
  const auto address = freeAddress();
  ProxyProgram program(bindConfig({"127.0.0.1:%"}, address.port, before.address()));
  program.connectOnceItListens(address);
  before.accept();
  program.signal(SIGSTOP);
  std::vector<Peer> clients;
  for (int i = 0; i < 500; ++i)
    clients.push_back(Peer::connectTo(address));  // more than it accepts in a turn
  SECTION("for an address that overlaps takes its place") {
    program.write(bindConfig({"*:%"}, address.port, after.address()));
    program.signal(SIGHUP);
  }
  SECTION("for the file names it no more") {
    program.write(listenConfig(freeAddress(), after.address()));
    program.signal(SIGHUP);
  }
  SECTION("for it is to end") {
    program.signal(SIGTERM);
  }
  program.signal(SIGCONT);
  for (std::size_t i = 0; i < clients.size(); ++i) before.accept().send("y");
  for (auto& client : clients) CHECK(client.receive(1) == "y");
}

TEST_CASE("aDrainWaitsForWhoIsAtTheDoor") {
  Upstream server;
  const auto address = freeAddress();
  ProxyProgram program(bindConfig({"127.0.0.1:% accept-proxy"}, address.port, server.address()));
  auto client = program.connectOnceItListens(address);
  client.send("PROXY UNK");
  CHECK(server.isLeftAlone(100ms));
  program.signal(SIGTERM);
  SECTION("to go in and to end") {
    CHECK(client.hearsNothing(50ms));
    client.send("NOWN\r\nhello");
    auto served = server.accept();
    CHECK(served.receive(5) == "hello");
    client.close();
    served.close();
  }
  SECTION("or to turn round") {
    client.close();
  }
  CHECK(program.awaitEnd() == 0);
}

TEST_CASE("nobodyWaitsWhileTheFileIsSlowToRead") {
  Upstream before, after;
  const auto address = freeAddress();
  ProxyProgram program(listenConfig(address, before.address()));
  program.connectOnceItListens(address);
  before.accept();
  REQUIRE(unlink(program.file().c_str()) == 0);
  REQUIRE(mkfifo(program.file().c_str(), 0600) == 0);  // as slow as we like, which a name server may be, too
  program.signal(SIGHUP);
  std::ofstream pipe(program.file());
  const auto config = listenConfig(address, after.address());
  for (const auto& piece : {config.substr(0, 10), config.substr(10, 10), config.substr(20)}) {
    auto client = Peer::connectTo(address);
    auto served = before.accept();
    client.send("x");
    CHECK(served.receive(1) == "x");
    pipe << piece << std::flush;
  }
  pipe.close();
  CHECK(program.awaitWords("was read again"));
}
