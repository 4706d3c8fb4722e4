// SPDX-License-Identifier: GPL-3.0-or-later
// switchyard-proxy as it runs in the window: traced, its events carried away by another thread on another
// core.
//   bench_traced_proxy -f haproxy.cfg
#include "core/config/config.h"
#include "core/engines/engines.h"
#include "core/event/ring.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>

#include <asio/signal_set.hpp>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

using namespace switchyard;

namespace {

/// Off the loop's core, onto the one that load and servers share: taskset has chosen the loop's.
void leaveTheLoopsCore() {
  cpu_set_t mine, others;
  CPU_ZERO(&others);
  sched_getaffinity(0, sizeof mine, &mine);
  for (unsigned core = 0; core < std::thread::hardware_concurrency(); ++core)
    if (!CPU_ISSET(core, &mine)) CPU_SET(core, &others);
  pthread_setaffinity_np(pthread_self(), sizeof others, &others);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 || std::string(argv[1]) != "-f") {
    std::fputs("Usage: bench_traced_proxy -f haproxy.cfg\n", stderr);
    return 2;
  }
  const auto reading = config::readHaproxyFile(argv[2]);
  if (!reading.config) return 1;
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  signal(SIGPIPE, SIG_IGN);

  EventRing ring;
  Loop loop(&ring);
  auto engine = makeEngine(loop, *reading.config, reading.config->frontends.front(), {},
                           {.balancer = 1, .servers = {2, 3, 4}},
                           [](const Error& error) { std::fprintf(stderr, "%s\n", error.text().c_str()); });
  if (!engine->start()) return 1;

  std::atomic<bool> ended = false;
  std::uint64_t events = 0;
  std::thread reader([&] {
    leaveTheLoopsCore();
    std::vector<Event> buffer(4096);
    while (!ended) {
      while (const auto count = ring.read(buffer)) events += count;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  asio::signal_set signals(loop.io(), SIGINT, SIGTERM);
  signals.async_wait([&](std::error_code, int) { loop.stop(); });
  loop.run();
  ended = true;
  reader.join();
  std::fprintf(stderr, "%llu events\n", static_cast<unsigned long long>(events));
  return 0;
}
