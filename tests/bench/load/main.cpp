// SPDX-License-Identifier: GPL-3.0-or-later
// A server and a load generator in one thread, so that both fit on one core while a proxy has the other.
//   bench_load --serve 50051,50052,50053 [--answer BYTES]                       serves until killed
//   bench_load --serve … --target PORT --connections C --streams M --seconds S  and calls, then prints one line of JSON
//   … --rate R        R calls a second over all connections instead of as fast as answers come
//   … --calls N       stop after N calls instead of after S seconds
//   … --reconnect     a new connection for each call
//   … --hold S        after one call on each connection, rest for S seconds
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/event/event.h"
#include "tests/bench/load/client.h"
#include "tests/bench/load/server.h"

using namespace switchyard;
using namespace switchyard::bench;

namespace {

constexpr std::int64_t kHoldPatience = 20'000'000'000;  // nanoseconds

struct Options {
  std::vector<int> serve;
  int target = 0;
  std::size_t connections = 10;
  std::size_t streams = 10;
  double seconds = 2;
  double rate = 0;
  std::uint64_t calls = 0;
  std::size_t answer = 13;
  bool reconnect = false;
  double hold = 0;
};

[[noreturn]] void die(const std::string& what) {
  std::fprintf(stderr, "bench_load: %s\n", what.c_str());
  std::exit(2);
}

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--reconnect") {
      options.reconnect = true;
      continue;
    }
    if (++i >= argc) die("no value for " + name);
    const std::string value = argv[i];
    if (name == "--serve") {
      for (std::size_t at = 0; at < value.size(); at = value.find(',', at) == std::string::npos ? value.size() : value.find(',', at) + 1)
        options.serve.push_back(std::atoi(value.c_str() + at));
    } else if (name == "--target") options.target = std::stoi(value);
    else if (name == "--connections") options.connections = std::stoul(value);
    else if (name == "--streams") options.streams = std::stoul(value);
    else if (name == "--seconds") options.seconds = std::stod(value);
    else if (name == "--rate") options.rate = std::stod(value);
    else if (name == "--calls") options.calls = std::stoull(value);
    else if (name == "--answer") options.answer = std::stoul(value);
    else if (name == "--hold") options.hold = std::stod(value);
    else die("unknown option " + name);
  }
  return options;
}

sockaddr_storage address(int port, socklen_t& length) {
  sockaddr_storage raw;
  length = Endpoint::loopback(static_cast<std::uint16_t>(port)).toSockaddr(raw);
  return raw;
}

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    for (const int port : options_.serve) listenOn(port);
  }

  void serve() {
    while (true) turn(-1);
  }

  int load() {
    for (std::size_t i = 0; i < options_.connections; ++i) connectOne();
    if (options_.hold > 0) return holdIdle();
    const auto begin = monotonicNow();
    const auto end = begin + static_cast<std::int64_t>(options_.seconds * 1e9);
    if (options_.rate == 0)
      for (auto* client : clients_) begin_calls(*client);
    std::uint64_t issued = 0;
    while (options_.calls > 0 ? tally_.calls < options_.calls : monotonicNow() < end) {
      int wait = 50;
      if (options_.rate > 0) {
        const auto due = static_cast<std::uint64_t>(static_cast<double>(monotonicNow() - begin) * 1e-9 * options_.rate);
        for (; issued < due; ++issued) paced(issued);
        wait = 1;
      }
      turn(wait);
      if (clients_.size() < options_.connections) reconnect();
      if (clients_.empty()) die("every connection was closed");
    }
    print(static_cast<double>(monotonicNow() - begin) * 1e-9);
    return tally_.failed == 0 ? 0 : 1;
  }

 private:
  void listenOn(int port) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    socklen_t length = 0;
    const auto raw = address(port, length);
    if (bind(fd, reinterpret_cast<const sockaddr*>(&raw), length) != 0 || listen(fd, 4096) != 0)
      die("cannot listen on " + std::to_string(port));
    listeners_.push_back(fd);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = nullptr;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  }

  void acceptAll() {
    for (const int listener : listeners_)
      while (true) {
        const int fd = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0) break;
        auto* connection = new ServerConnection(epoll_, fd, options_.answer);
        servers_.insert(connection);
        connection->flush();
      }
  }

  void connectOne() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    socklen_t length = 0;
    const auto raw = address(options_.target, length);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&raw), length) != 0)
      die("cannot connect to " + std::to_string(options_.target));
    fcntl(fd, F_SETFL, O_NONBLOCK);
    clients_.push_back(new ClientConnection(epoll_, fd, tally_, "127.0.0.1:" + std::to_string(options_.target),
                                            options_.answer));
    if (options_.reconnect) begin_calls(*clients_.back());
  }

  void begin_calls(ClientConnection& client) {
    if (options_.reconnect) {
      if (client.underWay() == 0) client.call();
    } else {
      client.keepGoing(true);
      while (client.underWay() < options_.streams) client.call();
    }
    client.flush();
  }

  void paced(std::uint64_t number) {
    auto* client = clients_[number % clients_.size()];
    client->call();
    client->flush();
  }

  void reconnect() {
    while (clients_.size() < options_.connections) {
      connectOne();
      if (!options_.reconnect && options_.rate == 0) begin_calls(*clients_.back());
    }
  }

  int holdIdle() {
    for (auto* client : clients_) {
      client->call();
      client->flush();
    }
    const auto patience = monotonicNow() + kHoldPatience;
    while (tally_.calls < options_.connections) {
      turn(50);
      if (clients_.size() < options_.connections) die("a connection was closed");
      if (monotonicNow() > patience) die("not every connection was answered within 20 s");
    }
    std::puts("held");
    std::fflush(stdout);
    const auto end = monotonicNow() + static_cast<std::int64_t>(options_.hold * 1e9);
    while (monotonicNow() < end) turn(50);
    return 0;
  }

  void turn(int wait_ms) {
    epoll_event events[256];
    const int count = epoll_wait(epoll_, events, 256, wait_ms);
    for (int i = 0; i < count; ++i) {
      if (events[i].data.ptr == nullptr) {
        acceptAll();
        continue;
      }
      auto* connection = static_cast<Connection*>(events[i].data.ptr);
      const bool server = servers_.contains(connection);
      const bool open = connection->onReady((events[i].events & (EPOLLRDHUP | EPOLLHUP)) != 0);
      const bool answered = !server && static_cast<ClientConnection*>(connection)->underWay() == 0;
      if (open && !(options_.reconnect && answered)) continue;
      if (server)
        servers_.erase(connection);
      else
        std::erase(clients_, static_cast<ClientConnection*>(connection));
      delete connection;
    }
  }

  void print(double seconds) const {
    std::printf("{\"calls\": %llu, \"failed\": %llu, \"seconds\": %.4f, \"calls_per_s\": %.0f, \"mb_per_s\": %.1f, "
                "\"p50_us\": %.1f, \"p99_us\": %.1f}\n",
                static_cast<unsigned long long>(tally_.calls), static_cast<unsigned long long>(tally_.failed), seconds,
                static_cast<double>(tally_.calls) / seconds, static_cast<double>(tally_.bytes) / seconds / 1e6,
                static_cast<double>(tally_.latency.quantile(0.5)) / 1e3, static_cast<double>(tally_.latency.quantile(0.99)) / 1e3);
  }

  const Options& options_;
  int epoll_;
  std::vector<int> listeners_;
  std::unordered_set<Connection*> servers_;
  std::vector<ClientConnection*> clients_;
  Tally tally_;
};

}  // namespace

int main(int argc, char** argv) {
  signal(SIGPIPE, SIG_IGN);
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  const auto options = parse(argc, argv);
  Bench bench(options);
  if (options.target == 0) bench.serve();
  return bench.load();
}
