// SPDX-License-Identifier: GPL-3.0-or-later
// Everything goes wrong at random for SWITCHYARD_CHAOS seconds (20 when not given) in each mode;
// SWITCHYARD_SEED repeats a run. Afterwards all counts agree, and nothing is left: no process, no descriptor,
// no memory.
#include "tests/core/lab/laboratory.h"

#include <malloc.h>
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <random>

using namespace switchyard;
using namespace switchyard::lab_test;

namespace {

constexpr std::size_t kServers = 4;
constexpr std::size_t kClients = 12;
constexpr double kRate = 100;  // calls a second, each client

unsigned numberFrom(const char* variable, unsigned otherwise) {
  const auto* text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

auto openDescriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

class Chaos {
 public:
  Chaos(Laboratory& laboratory, unsigned seed)
      : laboratory_(laboratory), lab_(laboratory.lab()), random_(seed) {}

  void reign(std::chrono::seconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < until) {
      strike();
      laboratory_.take(std::chrono::milliseconds(random_() % 200));
    }
  }

  /// Everybody works again, as the scenario says.
  bool end() {
    lab_.submit(command::Heal{});
    return laboratory_.await([&] { return world().lastHeal().at != 0; }) && world().lastHeal().unhealed == 0;
  }

 private:
  const World& world() const { return laboratory_.world(); }
  template <typename Members>
  NodeId anyOf(const Members& members) {
    return members[random_() % members.size()].id;
  }

  void strike() {
    static constexpr const char* kPolicies[] = {"roundrobin", "leastconn", "random", "source", "first"};
    static constexpr Exclusion kExclusions[] = {Exclusion::none, Exclusion::draining, Exclusion::maintenance};
    const auto server = anyOf(world().servers());
    const auto balancer = world().balancers()[0].id;
    switch (random_() % 12) {
      case 0:
      case 1:
        return lab_.submit(command::Kill{server});
      case 2:
      case 3:
        return lab_.submit(command::Start{server});
      case 4:
        return lab_.submit(command::Stop{server});
      case 5:
        return lab_.submit(command::Freeze{server});
      case 6:
        return lab_.submit(command::Thaw{server});
      case 7:
        return lab_.submit(command::SetExclusion{server, kExclusions[random_() % std::size(kExclusions)]});
      case 8:
        return lab_.submit(command::SetWeight{server, static_cast<std::uint32_t>(1 + random_() % 10)});
      case 9:
        return lab_.submit(command::SetPolicy{balancer, kPolicies[random_() % std::size(kPolicies)]});
      case 10: {
        const auto client = anyOf(world().clients());
        random_() % 2 == 0 ? lab_.submit(command::Kill{client}) : lab_.submit(command::Start{client});
        return;
      }
      default:  // cuts every connection
        if (random_() % 4 == 0) lab_.submit(command::Kill{balancer});
        return lab_.submit(command::Start{balancer});
    }
  }

  Laboratory& laboratory_;
  Lab& lab_;
  std::mt19937 random_;
};

std::vector<ClientSpec> impatientClients() {
  auto clients = clientsCalling(std::vector<std::uint64_t>(kClients, 0));
  for (auto& client : clients) {
    client.traffic.rate = kRate;
    client.traffic.concurrency = 4;
    client.traffic.deadline = 500ms;
  }
  return clients;
}

void liveThroughChaos(const std::string& mode, unsigned seed, std::chrono::seconds time) {
  Laboratory laboratory(scenarioOn(freePorts(1 + kServers), mode, impatientClients()));
  laboratory.lab().start();
  REQUIRE(laboratory.awaitEverybody());
  laboratory.lab().submit(command::RunSteadily{kRate});
  Chaos chaos(laboratory, seed);
  chaos.reign(time);
  REQUIRE(chaos.end());
  laboratory.take(500ms);  // of good times
  laboratory.lab().submit(command::Pause{});
  REQUIRE(laboratory.await([&] { return laboratory.world().agreement().at_rest; }));
  const auto& world = laboratory.world();
  std::uint64_t ok = 0, failed = 0;
  for (const auto& client : world.clients()) {
    ok += client.ok;
    failed += client.failed + client.lost;
    CHECK(client.sent == client.ok + client.failed + client.lost);
  }
  WARN(mode << ", seed " << seed << ": " << ok << " calls went well, " << failed << " did not");
  CHECK(ok > 0);
  CHECK(laboratory.awaitAgreement());
  CHECK(laboratory.awaitKernel());
  CHECK(world.droppedEvents() == 0);
}

}  // namespace

TEST_CASE("after chaos all counts agree, and nothing is left") {
  const std::string mode = GENERATE("tcp", "http");
  const auto seed = numberFrom("SWITCHYARD_SEED", std::random_device()() % 100'000);
  const std::chrono::seconds time(numberFrom("SWITCHYARD_CHAOS", 20));
  liveThroughChaos(mode, seed, 1s);  // what is made once, such as libraries' own memory
  const auto descriptors = openDescriptors();
  const auto memory = mallinfo2().uordblks;
  liveThroughChaos(mode, seed, time);
  CHECK(openDescriptors() == descriptors);
  CHECK(mallinfo2().uordblks < memory + (64U << 10));
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}
