// SPDX-License-Identifier: GPL-3.0-or-later
// switchyard-proxy when the system gives it no more file descriptors.
#include "tests/core/tcp/peers.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

using namespace switchyard;
using namespace switchyard::tcp_test;

namespace {

/// The program with a limit on its descriptors, its configuration and its words in files.
class Program {
 public:
  Program(const Endpoint& listen_on, const Endpoint& server, rlim_t descriptors) {
    std::ofstream(config_)
        << "defaults\nmode tcp\ntimeout connect 5s\ntimeout client 60s\ntimeout server 60s\n"
        << "listen yard\nbind " << listen_on.text() << "\nserver s0 " << server.text() << "\n";
    pid_ = fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) become(descriptors);
  }
  ~Program() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    for (const auto* file : {&config_, &words_}) std::remove(file->c_str());
  }

  std::string words() const {
    std::ostringstream text;
    text << std::ifstream(words_).rdbuf();
    return text.str();
  }

 private:
  [[noreturn]] void become(rlim_t descriptors) const {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int words = open(words_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(words, STDERR_FILENO);
    close_range(STDERR_FILENO + 1, ~0U, 0);
    const rlimit limit{descriptors, descriptors};
    setrlimit(RLIMIT_NOFILE, &limit);
    execl(PROXY_PROGRAM, PROXY_PROGRAM, "-f", config_.c_str(), nullptr);
    _exit(127);
  }

  std::string config_ = "/tmp/descriptors_test." + std::to_string(getpid()) + ".cfg";
  std::string words_ = "/tmp/descriptors_test." + std::to_string(getpid()) + ".err";
  pid_t pid_ = -1;
};

Peer connectOnceItListens(const Endpoint& address) {
  for (int i = 0; i < 1000; ++i) {
    if (auto socket = tryConnect(address); socket.isOpen()) return Peer(std::move(socket));
    std::this_thread::sleep_for(10ms);
  }
  FAIL("the program does not listen");
  return {};
}

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
  Program program(address, server.address(), descriptors);

  std::vector<Peer> clients;
  clients.push_back(connectOnceItListens(address));
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
  CHECK(program.words().find("No file descriptor is left") != std::string::npos);
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
  CHECK(occurrences(program.words(), "No file descriptor is left") <= kClients);
}
