// SPDX-License-Identifier: GPL-3.0-or-later
// What a History takes and gives. Usage: history_bench [clients] [calls a second] [seconds] [seed]
#include "core/history/history.h"
#include "tests/bench/script.h"

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

using namespace switchyard;

namespace {

/// Of the processor, so that it matters little what else the machine does.
double now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double peakMegabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void printQuantiles(const char* what, std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  const auto at = [&](double share) {
    return seconds[static_cast<std::size_t>(share * static_cast<double>(seconds.size() - 1))] * 1e3;
  };
  std::printf("%s: p50 %.2f ms, p99 %.2f ms, max %.2f ms\n", what, at(0.5), at(0.99), at(1));
}

struct Run {
  History history;
  World world;
};

/// Folds the same events twice: into a World alone, and into one whose History is kept.
void fold(Run& run, NodeId clients, std::uint64_t rate, std::uint64_t seconds) {
  constexpr std::size_t kBatch = 100;
  World alone;
  double folding = 0, keeping = 0, longest = 0;
  std::vector<Event> batch;
  Script script(clients, static_cast<std::int64_t>(1'000'000'000 / rate));
  script.play(rate * seconds, [&](const Event& event) {
    batch.push_back(event);
    if (batch.size() < kBatch) return;
    const auto begin = now();
    for (const auto& one : batch) alone.apply(one);
    const auto middle = now();
    for (const auto& one : batch) {
      run.world.apply(one);
      run.history.append(one, run.world);
    }
    const auto end = now();
    folding += middle - begin;
    keeping += end - middle;
    longest = std::max(longest, end - middle);
    batch.clear();
  });
  const auto events = static_cast<double>(run.world.version());
  std::printf("%.0f events, %.1f a call; fold %.0f ns, append %.0f ns an event; longest append %.2f ms\n",
              events, events / static_cast<double>(rate * seconds), folding / events * 1e9,
              (keeping - folding) / events * 1e9, longest * 1e3);
  std::printf("holds %.1f s in %.1f MB; peak of the program %.1f MB\n",
              static_cast<double>(run.history.end() - run.history.begin()) / 1e9,
              static_cast<double>(run.history.bytes()) / 1e6, peakMegabytes());
}

void putBy(const World& world) {
  std::vector<double> packing, unpacking;
  std::size_t bytes = 0;
  World again;
  for (int i = 0; i < 50; ++i) {
    const auto begin = now();
    const PackedWorld packed(world, bytes);
    const auto middle = now();
    packed.unpackInto(again);
    packing.push_back(middle - begin);
    unpacking.push_back(now() - middle);
    bytes = packed.bytes();
    if (!(again == world)) std::abort();
  }
  std::printf("a World takes %.2f MB when packed\n", static_cast<double>(bytes) / 1e6);
  printQuantiles("pack", packing);
  printQuantiles("unpack", unpacking);
}

void goBack(const History& history, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::int64_t> instants(history.begin(), history.end());
  std::vector<double> seeks, steps;
  for (int i = 0; i < 300; ++i) {
    const auto time = instants(random);
    const auto begin = now();
    const auto world = history.at(time);
    const auto middle = now();
    if (history.nextEvent(time) && world.now() > time) std::abort();
    seeks.push_back(middle - begin);
    steps.push_back(now() - middle);
  }
  printQuantiles("at", seeks);
  printQuantiles("nextEvent", steps);

  std::vector<double> scrubs;  // the same with a World whose memory is used again
  World shown;
  Playback scrubbing(history, shown, history.end());
  for (int i = 0; i < 300; ++i) {
    const auto begin = now();
    scrubbing.seek(instants(random));
    scrubs.push_back(now() - begin);
  }
  printQuantiles("a seek of playback", scrubs);

  std::vector<double> frames;  // a second at 60 frames a second, at full speed
  Playback playback(history, shown, instants(random) / 2 + history.begin() / 2);
  for (int i = 0; i < 600; ++i) {
    const auto begin = now();
    playback.seek(playback.time() + 16'666'667);
    frames.push_back(now() - begin);
  }
  printQuantiles("a frame of playback", frames);
  std::printf("peak of the program %.1f MB\n", peakMegabytes());
}

}  // namespace

int main(int count, char** arguments) {
  const auto argument = [&](int i, std::uint64_t usual) {
    return count > i ? std::strtoull(arguments[i], nullptr, 10) : usual;
  };
  Run run;
  fold(run, static_cast<NodeId>(argument(1, 12)), argument(2, 1000), argument(3, 600));
  putBy(run.world);
  goBack(run.history, static_cast<unsigned>(argument(4, 1)));
  return 0;
}
