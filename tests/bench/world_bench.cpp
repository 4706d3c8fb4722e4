// SPDX-License-Identifier: GPL-3.0-or-later
// How long a World takes for an event, a copy and a comparison. Usage: world_bench [calls]
#include "tests/bench/script.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace switchyard;

namespace {

template <typename Work>
double nanoseconds(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t calls = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 300'000;
  std::vector<Event> events;
  Script(12, 100'000).play(calls, [&](const Event& event) { events.push_back(event); });
  std::uint64_t sum = 0;
  for (int repeat = 0; repeat < 3; ++repeat) {
    World world;
    const double apply = nanoseconds([&] {
      for (const auto& event : events) world.apply(event);
    });
    const double copy = nanoseconds([&] { sum += World(world).version(); });
    const double compare = nanoseconds([&] { sum += world.agreement().clients_sent; });
    std::printf("%zu events: %.0f ns an event, %.0f ns a call; copy %.2f ms; agreement %.1f us\n",
                events.size(), apply / static_cast<double>(events.size()), apply / static_cast<double>(calls),
                copy / 1e6, compare / 1e3);
  }
  return sum == 0 ? 1 : 0;
}
