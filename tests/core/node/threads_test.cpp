// SPDX-License-Identifier: GPL-3.0-or-later
// A node to which the system refuses threads says so; it does not abort, and does not wait for ever.
#include "tests/core/node/node_program.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::node_test;

namespace {

constexpr int kMost = 100;  // far more than a node begins

/// As it ends when it may have so many threads beside its first.
Finished withThreads(int count, std::vector<std::string> arguments) {
  return runNode(std::move(arguments),
                 {"LD_PRELOAD=" FEW_THREADS_LIBRARY, "FEW_THREADS=" + std::to_string(count)});
}

bool isRefusal(const Finished& node) {
  return node.status == 4 && node.errors.find("no further process or thread is allowed") != std::string::npos;
}

}  // namespace

TEST_CASE("aClientSaysThatItCannotHaveItsThreadsOrMakesItsCalls") {
  const ServerProgram server;
  int threads = 0;
  auto client = withThreads(0, {"call", "--target", server.address(), "--calls", "3"});
  for (; isRefusal(client) && threads < kMost; ++threads)
    client = withThreads(threads, {"call", "--target", server.address(), "--calls", "3"});
  INFO(threads << " threads: " << client.errors);
  CHECK(threads > 1);
  CHECK(client.status == 0);
}

TEST_CASE("aServerSaysThatItCannotHaveItsThreads") {
  for (const int threads : {0, 1, 2, 5, 9}) {
    const auto server =
        withThreads(threads, {"serve", "--listen", "127.0.0.1:" + std::to_string(freePort())});
    INFO(threads << " threads: " << server.status << " " << server.errors);
    CHECK(isRefusal(server));
  }
}
