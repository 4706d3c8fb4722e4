// SPDX-License-Identifier: GPL-3.0-or-later
// One attacker: sends prepared bytes on one connection as fast as they are taken, reads what comes, and
// connects again when it is shut out. Prints one line of JSON.
//   bench_attack ATTACK PORT SECONDS
#include "core/base/endpoint.h"
#include "core/event/event.h"
#include "tests/bench/attack/attacks.h"

#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>

using namespace switchyard;
using namespace switchyard::bench;

namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr int kPatience = 20;  // milliseconds, between looks at the clock

double cpuSeconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

int connectTo(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_storage raw;
  const auto length = Endpoint::loopback(port).toSockaddr(raw);
  if (fd < 0 || connect(fd, reinterpret_cast<sockaddr*>(&raw), length) != 0) {
    std::perror("bench_attack: connect");
    std::exit(1);
  }
  return fd;
}

class Attacker {
 public:
  Attacker(const Attack& attack, std::uint16_t port, std::int64_t until)
      : attack_(attack), port_(port), until_(until) {}

  void run() {
    while (monotonicNow() < until_) {
      ++connections;
      const int fd = connectTo(port_);
      if (send(fd, attack_.opening))
        while (send(fd, attack_.repeated) && attack_.endless) continue;
      close(fd);
    }
  }

  std::uint64_t connections = 0;
  std::uint64_t bytes = 0;

 private:
  /// False when the connection or the time is over.
  bool send(int fd, std::string_view rest) {
    while (!rest.empty()) {
      if (monotonicNow() >= until_) return false;
      const auto sent = ::send(fd, rest.data(), std::min(rest.size(), kPiece), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent < 0 && errno != EAGAIN) return false;
      if (sent > 0) {
        rest.remove_prefix(static_cast<std::size_t>(sent));
        bytes += static_cast<std::uint64_t>(sent);
      }
      pollfd one{fd, static_cast<short>(sent < 0 ? POLLIN | POLLOUT : POLLIN), 0};
      if (poll(&one, 1, sent < 0 ? kPatience : 0) == 1 && (one.revents & POLLIN) != 0 && !read(fd))
        return false;
    }
    return true;
  }

  static bool read(int fd) {
    char bytes_read[kPiece];
    const auto got = recv(fd, bytes_read, sizeof bytes_read, MSG_DONTWAIT);
    return got > 0 || (got < 0 && errno == EAGAIN);
  }

  const Attack& attack_;
  std::uint16_t port_;
  std::int64_t until_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("bench_attack ATTACK PORT SECONDS\nATTACK:", stderr);
    for (const auto& name : attackNames()) std::fprintf(stderr, " %s", name.c_str());
    std::fputc('\n', stderr);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  const auto attack = prepare(argv[1]);
  const auto before = cpuSeconds();
  const auto until = monotonicNow() + static_cast<std::int64_t>(std::atof(argv[3]) * 1e9);
  Attacker attacker(attack, static_cast<std::uint16_t>(std::atoi(argv[2])), until);
  attacker.run();
  std::printf("{\"cpu_s\": %.6f, \"connections\": %llu, \"megabytes\": %.3f}\n", cpuSeconds() - before,
              static_cast<unsigned long long>(attacker.connections),
              static_cast<double>(attacker.bytes) / 1e6);
}
