// SPDX-License-Identifier: GPL-3.0-or-later
// switchyard-proxy when the system gives it no more file descriptors.
#include "tests/core/tcp/proxy_program.h"

#include <catch2/catch.hpp>
#include <vector>

using namespace switchyard;
using namespace switchyard::tcp_test;

namespace {

std::size_t occurrences(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("withoutFileDescriptorsOldConnectionsGoOnAndNewOnesWait") {
  // An even and an odd rest: the last connection gets no socket for its client, or none for its server.
  const rlim_t descriptors = GENERATE(24, 25);
  constexpr std::size_t kClients = 14;
  Upstream server;
  const auto address = freeAddress();
  ProxyProgram program(listenConfig(address, server.address()), descriptors);

  std::vector<Peer> clients;
  clients.push_back(program.connectOnceItListens(address));
  while (clients.size() < kClients) clients.push_back(Peer::connectTo(address));
  for (std::size_t i = 0; i < kClients; ++i) clients[i].send({reinterpret_cast<const char*>(&i), 1});

  std::vector<std::pair<std::size_t, Peer>> served;
  const auto takeWhoComes = [&] {
    while (served.size() < kClients && !server.isLeftAlone(250ms)) {
      auto peer = server.accept();
      const auto who = peer.receive(1);
      REQUIRE(who.size() == 1);
      served.emplace_back(static_cast<std::size_t>(who[0]), std::move(peer));
    }
  };
  takeWhoComes();
  REQUIRE(served.size() >= 3);
  REQUIRE(served.size() < kClients);
  CHECK(program.words().find("no file descriptor is left") != std::string::npos);
  CHECK(program.words().find("ulimit -n") != std::string::npos);

  auto& [first, first_peer] = served[0];
  clients[first].send("old ones go on");
  CHECK(first_peer.receive(14) == "old ones go on");

  for (std::size_t next = 0; served.size() < kClients; ++next) {
    REQUIRE(next < served.size());  // whoever goes makes room for another
    served[next].second.close();
    clients[served[next].first].close();
    takeWhoComes();
  }
  CHECK(occurrences(program.words(), "no file descriptor is left") <= 2);
}
