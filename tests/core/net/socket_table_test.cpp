// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernel/socket_table.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace switchyard;

namespace {

Endpoint nameOf(int fd, bool peer = false) {
  sockaddr_storage raw{};
  socklen_t length = sizeof raw;
  auto* address = reinterpret_cast<sockaddr*>(&raw);
  REQUIRE((peer ? getpeername(fd, address, &length) : getsockname(fd, address, &length)) == 0);
  return Endpoint::from(raw);
}

/// A listening socket on a free port of 127.0.0.1; an IPv6 socket as gRPC's when `family` is AF_INET6.
struct Listener {
  explicit Listener(int family) : fd(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_storage raw{};
    auto length = Endpoint::loopback(0).toSockaddr(raw);
    if (family == AF_INET6) {
      auto& v6 = reinterpret_cast<sockaddr_in6&>(raw = {});
      v6.sin6_family = AF_INET6;
      std::memcpy(&v6.sin6_addr, Endpoint::loopback(0).address.data(), 16);
      length = sizeof v6;
      const int off = 0;
      setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    }
    REQUIRE(bind(fd, reinterpret_cast<sockaddr*>(&raw), length) == 0);
    REQUIRE(listen(fd, 16) == 0);
  }
  ~Listener() { close(fd); }
  int fd;
};

int connectTo(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_storage raw;
  const auto length = Endpoint::loopback(port).toSockaddr(raw);
  REQUIRE(connect(fd, reinterpret_cast<sockaddr*>(&raw), length) == 0);
  return fd;
}

const SocketEntry* find(const std::vector<SocketEntry>& table, const Endpoint& local,
                        const Endpoint& remote) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& entry) {
    return entry.local == local && entry.remote == remote;
  });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("both ends of a connection are in the kernel's table, also behind a dual-stack listener") {
  const int family = GENERATE(AF_INET, AF_INET6);
  Listener listener(family);
  const int client = connectTo(nameOf(listener.fd).port);
  const int server = accept(listener.fd, nullptr, nullptr);
  const auto table = readSocketTable();
  REQUIRE(table);
  const auto* client_end = find(*table, nameOf(client), nameOf(client, true));
  const auto* server_end = find(*table, nameOf(client, true), nameOf(client));
  REQUIRE(client_end != nullptr);
  REQUIRE(server_end != nullptr);
  CHECK(client_end->state == TCP_ESTABLISHED);
  CHECK(client_end->inode != server_end->inode);
  close(client);
  close(server);
}

TEST_CASE("a connection that nobody has accepted is no socket of a process") {
  Listener listener(AF_INET);
  const int client = connectTo(nameOf(listener.fd).port);
  const auto table = readSocketTable();
  REQUIRE(table);
  CHECK(find(*table, nameOf(client), nameOf(client, true)) != nullptr);
  CHECK(find(*table, nameOf(client, true), nameOf(client)) == nullptr);
  close(client);
}

TEST_CASE("a sample tells what appeared and what went since the last one") {
  std::vector<Event> events;
  SocketSampler sampler([&](const Event& event) { events.push_back(event); });
  Listener listener(AF_INET);
  const auto port = nameOf(listener.fd).port;
  sampler.setPorts({port});
  REQUIRE(sampler.sample(1));
  REQUIRE(events.size() == 1);
  CHECK(events[0].kind == Kind::sockets_sampled);
  CHECK(events[0].count.value == 0);

  events.clear();
  const int client = connectTo(port);
  const int server = accept(listener.fd, nullptr, nullptr);
  const auto appeared = sampler.sample(2);
  REQUIRE(appeared);
  CHECK(appeared->size() == 2);
  REQUIRE(events.size() == 3);
  CHECK(events[0].kind == Kind::socket_seen);
  CHECK(events[2].count.value == 2);

  events.clear();
  close(client);
  close(server);
  REQUIRE(sampler.sample(3));
  REQUIRE(events.size() == 3);
  CHECK(events[0].kind == Kind::socket_gone);
  CHECK(events[2].count.value == 0);
}

TEST_CASE("the process that holds a socket is found among its like") {
  Listener listener(AF_INET);
  const int client = connectTo(nameOf(listener.fd).port);
  const pid_t bystander = fork();
  if (bystander == 0) {
    close(client);
    pause();
    _exit(0);
  }
  const auto table = readSocketTable();
  REQUIRE(table);
  const auto* entry = find(*table, nameOf(client), nameOf(client, true));
  REQUIRE(entry != nullptr);
  usleep(50'000);  // until the bystander has let go of its copy
  const std::vector<pid_t> both{bystander, getpid()};
  const auto owners = ownersOf({entry->inode}, both);
  REQUIRE(owners.size() == 1);
  CHECK(owners.at(entry->inode) == getpid());
  kill(bystander, SIGKILL);
  waitpid(bystander, nullptr, 0);
  close(client);
}

TEST_CASE("only connections of the ports that were asked for are shown") {
  Listener wanted(AF_INET6), other(AF_INET);
  const auto port = nameOf(wanted.fd).port;
  std::vector<int> open;
  for (const auto* listener : {&wanted, &other}) {
    open.push_back(connectTo(nameOf(listener->fd).port));
    open.push_back(accept(listener->fd, nullptr, nullptr));
  }
  std::set<std::uint16_t> ports{port};
  SECTION("one port") {}
  SECTION("several ports, that of nobody first and last") {
    ports.insert({1, 65'535});
  }
  SECTION("more ports than a filter holds") {
    for (std::uint16_t unused = 1; unused <= 600; ++unused) ports.insert(unused);
  }
  const auto table = readSocketTable(ports);
  REQUIRE(table);
  CHECK(table->size() == 2);
  for (const auto& entry : *table) CHECK((entry.local.port == port || entry.remote.port == port));
  const auto all = readSocketTable();
  REQUIRE(all);
  CHECK(find(*all, nameOf(open[2]), nameOf(open[2], true)) != nullptr);
  for (const int fd : open) close(fd);
}

TEST_CASE("the table is the one that /proc/net/tcp shows") {
  Listener listener(AF_INET);
  const auto port = nameOf(listener.fd).port;
  std::vector<int> open;
  for (int i = 0; i < 40; ++i) {
    open.push_back(connectTo(port));
    if (i % 4 != 3) open.push_back(accept(listener.fd, nullptr, nullptr));  // the others wait in the queue
  }
  std::set<std::pair<unsigned, unsigned>> shown;  // local port, inode
  std::ifstream proc("/proc/net/tcp");
  std::string line;
  std::getline(proc, line);
  while (std::getline(proc, line)) {
    unsigned local = 0, remote = 0, state = 0, inode = 0;
    REQUIRE(std::sscanf(line.c_str(), "%*d: %*8x:%4x %*8x:%4x %2x %*x:%*x %*x:%*x %*x %*u %*u %u", &local,
                        &remote, &state, &inode) == 4);
    if ((local == port || remote == port) && state == TCP_ESTABLISHED && inode != 0)
      shown.emplace(local, inode);
  }
  const auto table = readSocketTable({port});
  REQUIRE(table);
  std::set<std::pair<unsigned, unsigned>> told;
  for (const auto& entry : *table) told.emplace(entry.local.port, entry.inode);
  CHECK(told == shown);
  CHECK(told.size() == open.size());
  for (const int fd : open) close(fd);
}

TEST_CASE("a sample tells which ends this process holds") {
  Listener listener(AF_INET);
  const auto port = nameOf(listener.fd).port;
  int ready[2];
  REQUIRE(pipe(ready) == 0);
  const pid_t peer = fork();
  if (peer == 0) {
    const int fd = connectTo(port);
    (void)!write(ready[1], &fd, 1);
    pause();
    _exit(0);
  }
  char byte = 0;
  REQUIRE(read(ready[0], &byte, 1) == 1);
  const int accepted = accept(listener.fd, nullptr, nullptr);
  std::vector<Event> events;
  SocketSampler sampler([&](const Event& event) { events.push_back(event); });
  sampler.setPorts({port});
  REQUIRE(sampler.sample(1));
  REQUIRE(events.size() == 3);
  for (const auto& event : {events[0], events[1]})
    CHECK((event.socket.own != 0) == (event.socket.local.port == port));

  SECTION("also when their state changes") {
    kill(peer, SIGKILL);
    waitpid(peer, nullptr, 0);
    char none = 0;
    REQUIRE(recv(accepted, &none, 1, 0) == 0);
    events.clear();
    REQUIRE(sampler.sample(2));
    bool seen = false;
    for (const auto& event : events) {
      if (event.kind != Kind::socket_seen) continue;
      CHECK(event.socket.state == TCP_CLOSE_WAIT);
      CHECK(event.socket.own == 1);
      seen = true;
    }
    CHECK(seen);
  }
  SECTION("or not") {
    kill(peer, SIGKILL);
    waitpid(peer, nullptr, 0);
  }
  close(accepted);
  close(ready[0]);
  close(ready[1]);
}

TEST_CASE("without ports nothing is told") {
  Listener listener(AF_INET);
  const int client = connectTo(nameOf(listener.fd).port);
  std::vector<Event> events;
  SocketSampler sampler([&](const Event& event) { events.push_back(event); });
  REQUIRE(sampler.sample(1));
  REQUIRE(events.size() == 1);
  CHECK(events[0].count.value == 0);
  close(client);
}
