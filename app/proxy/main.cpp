// SPDX-License-Identifier: GPL-3.0-or-later
// switchyard-proxy: the balancer alone, no Qt, no gRPC.
#include "app/proxy/proxy.h"
#include "core/config/config.h"
#include "core/explain/explain.h"
#include "core/system/program.h"
#include "core/system/shortage.h"

#include <signal.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

namespace {

using namespace switchyard;

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
    "ends at once.\n"
    "SIGHUP: read FILE again. New connections follow it; open ones end by themselves. If it cannot be used, "
    "all "
    "stays as it is.\n";

int usage(const std::string& what) {
  std::fprintf(stderr, "switchyard-proxy: %s See 'switchyard-proxy --help'.\n", what.c_str());
  return 2;
}

int run(int argc, char** argv) {
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

  auto reading = config::readHaproxyFile(file);
  if (check) {
    std::fputs(config::explain(reading, file).c_str(), stdout);
    return reading.config ? 0 : 1;
  }
  for (const auto& diagnostic : reading.diagnostics)
    std::fprintf(stderr, "%s\n", diagnostic.text(file).c_str());
  if (!reading.config) return 1;
  signal(SIGPIPE, SIG_IGN);
  auto proxy = unlessRefused("The balancer cannot start",
                             [&] { return std::make_unique<Proxy>(file, std::move(*reading.config)); });
  if (proxy) return (*proxy)->run();
  say(proxy.error());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  beginProgram();
  return endProgram("switchyard-proxy", run(argc, argv));
}
