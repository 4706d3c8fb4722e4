// SPDX-License-Identifier: GPL-3.0-or-later
// switchyard-proxy: the balancer alone, no Qt, no gRPC.
#include "core/config/config.h"
#include "core/config/explain.h"
#include "core/engine/engine.h"

#include <signal.h>
#include <sys/resource.h>

#include <asio/signal_set.hpp>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace switchyard;

constexpr std::chrono::seconds kDrainAtMost{30};
constexpr const char* kHelp =
    "Usage: switchyard-proxy -f FILE [-c]\n"
    "Balances gRPC as FILE, a haproxy.cfg, says.\n"
    "\n"
    "  -f FILE   the configuration; it listens where the file says\n"
    "  -c        check and explain FILE, then exit: 0 it can be used, 1 it cannot\n"
    "  --help    this text\n"
    "  --version\n"
    "\n"
    "SIGTERM and SIGINT: accept no more, end when all connections have ended (at most 30 s). A second one "
    "ends at once.\n";

int usage(const std::string& what) {
  std::fprintf(stderr, "switchyard-proxy: %s See 'switchyard-proxy --help'.\n", what.c_str());
  return 2;
}

void useEveryDescriptor() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

void say(const Error& error) {
  std::fprintf(stderr, "switchyard-proxy: %s\n", error.text().c_str());
}

/// All frontends of a configuration on one loop, until a signal ends them.
class Proxy {
 public:
  explicit Proxy(const config::Config& config) : signals_(loop_.io(), SIGTERM, SIGINT) {
    for (const auto& frontend : config.frontends)
      engines_.push_back(makeEngine(loop_, config, frontend, {}, {}, say));
  }

  int run() {
    for (auto& engine : engines_)
      if (const auto started = engine->start(); !started) {
        say(started.error());
        return 1;
      }
    awaitSignal();
    loop_.run();
    return 0;
  }

 private:
  void awaitSignal() {
    signals_.async_wait([this](std::error_code cancelled, int) {
      if (cancelled) return;
      if (draining_ != 0) return loop_.stop();
      draining_ = engines_.size();
      awaitSignal();
      for (auto& engine : engines_)
        engine->drain(kDrainAtMost, [this] {
          if (--draining_ == 0) loop_.stop();
        });
    });
  }

  Loop loop_;
  asio::signal_set signals_;
  std::vector<std::unique_ptr<Engine>> engines_;
  std::size_t draining_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  std::string file;
  bool check = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--help" || word == "-h") {
      std::fputs(kHelp, stdout);
      return 0;
    }
    if (word == "--version") {
      std::puts("switchyard-proxy " SWITCHYARD_VERSION);
      return 0;
    }
    if (word == "-c") {
      check = true;
    } else if (word == "-f" && i + 1 < argc) {
      file = argv[++i];
    } else {
      return usage(word == "-f" ? "-f takes a file." : "'" + word + "' is not understood.");
    }
  }
  if (file.empty()) return usage("Say which configuration: -f haproxy.cfg.");

  const auto reading = config::readHaproxyFile(file);
  if (check) {
    std::fputs(config::explain(reading, file).c_str(), stdout);
    return reading.config ? 0 : 1;
  }
  for (const auto& diagnostic : reading.diagnostics)
    std::fprintf(stderr, "%s\n", diagnostic.text(file).c_str());
  if (!reading.config) return 1;
  useEveryDescriptor();
  signal(SIGPIPE, SIG_IGN);
  return Proxy(*reading.config).run();
}
