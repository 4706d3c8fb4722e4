// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/socket_table.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>

using namespace switchyard;

namespace {

Endpoint nameOf(int fd, bool peer = false) {
  sockaddr_storage raw{};
  socklen_t length = sizeof raw;
  auto* address = reinterpret_cast<sockaddr*>(&raw);
  REQUIRE((peer ? getpeername(fd, address, &length) : getsockname(fd, address, &length)) == 0);
  return Endpoint::from(raw);
}

/// A listening socket on a free loopback port; dual-stack as gRPC's when `family` is AF_INET6.
struct Listener {
  explicit Listener(int family) : fd(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_storage raw{};
    raw.ss_family = static_cast<sa_family_t>(family);
    const int off = 0;
    if (family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    REQUIRE(bind(fd, reinterpret_cast<sockaddr*>(&raw), family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6)) == 0);
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

const SocketEntry* find(const std::vector<SocketEntry>& table, const Endpoint& local, const Endpoint& remote) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const auto& entry) { return entry.local == local && entry.remote == remote; });
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
