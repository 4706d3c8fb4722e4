// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzzer where libFuzzer is not to be had, which is clang's alone: our programs are GCC's, and GCC
// orders evaluations in another way. Understands those of libFuzzer's flags that CMakeLists.txt uses:
//   -max_total_time=SECONDS -runs=0 -seed=NUMBER -dict=FILE -artifact_prefix=PREFIX FOLDER…
// First all inputs in the folders are run, then changed ones; whatever reaches code that none before has
// reached is kept and changed further (-fsanitize-coverage=trace-pc). The input that fails is written to
// PREFIX and "crash".
#include "tests/fuzz/driver/coverage.h"
#include "tests/fuzz/driver/mutator.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fuzz = switchyard::fuzz;
using Clock = std::chrono::steady_clock;

constexpr unsigned kLongestRun = 30;             // seconds, then it hangs
constexpr std::uint64_t kRunsBetweenLooks = 64;  // at the clock

std::string crash_file = "crash";
const std::uint8_t* current = nullptr;
std::size_t current_size = 0;

/// Nothing but system calls: the program has failed already.
void keepCurrent() {
  if (current == nullptr) return;
  const int fd = open(crash_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd >= 0 && write(fd, current, current_size) == static_cast<ssize_t>(current_size)) {
    (void)!write(STDERR_FILENO, "The input that failed is in ", 28);
    (void)!write(STDERR_FILENO, crash_file.data(), crash_file.size());
    (void)!write(STDERR_FILENO, "\n", 1);
  }
  current = nullptr;
}

void onSignal(int number) {
  keepCurrent();
  signal(number, SIG_DFL);
  raise(number);
}

void watchForFailures() {
  for (const int number : {SIGABRT, SIGALRM}) signal(number, onSignal);
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_set_death_callback(keepCurrent);
#else
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE}) signal(number, onSignal);
#endif
}

/// True when it has reached something new. The input lies in a block of its own, so that AddressSanitizer
/// sees the first byte behind it.
bool run(const std::string& input) {
  const auto copy = std::make_unique<std::uint8_t[]>(input.size());
  std::copy(input.begin(), input.end(), copy.get());
  current = copy.get();
  current_size = input.size();
  LLVMFuzzerTestOneInput(copy.get(), input.size());
  current = nullptr;
  return fuzz::takeReachedNew();
}

struct Options {
  std::uint64_t seconds = 0;
  std::uint64_t runs = UINT64_MAX;
  std::uint64_t seed = std::random_device()();
  std::string dictionary;
  std::vector<std::string> folders;
};

Options read(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view word(words[i]);
    const auto equals = word.find('=');
    if (!word.starts_with('-') || equals == std::string_view::npos) {
      options.folders.emplace_back(word);
      continue;
    }
    const auto name = word.substr(1, equals - 1);
    const auto value = word.substr(equals + 1);
    const auto number = [&](std::uint64_t& to) {
      std::from_chars(value.data(), value.data() + value.size(), to);
    };
    if (name == "max_total_time") number(options.seconds);
    if (name == "runs") number(options.runs);
    if (name == "seed") number(options.seed);
    if (name == "dict") options.dictionary = value;
    if (name == "artifact_prefix") crash_file = std::string(value) + "crash";
  }
  return options;
}

/// What stands in quotes on each line (libFuzzer's manual, "Dictionaries"); \xNN is a byte.
std::vector<std::string> readDictionary(const std::string& path) {
  std::vector<std::string> entries;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto from = line.find('"');
    const auto to = line.rfind('"');
    if (line.starts_with('#') || from == std::string::npos || from == to) continue;
    std::string entry;
    for (auto i = from + 1; i < to; ++i) {
      if (line[i] == '\\' && i + 3 < to && line[i + 1] == 'x') {
        unsigned byte = 0;
        std::from_chars(line.data() + i + 2, line.data() + i + 4, byte, 16);
        entry += static_cast<char>(byte);
        i += 3;
      } else if (line[i] != '\\' || line[i + 1] == '\\') {
        entry += line[i];
        i += line[i] == '\\' ? 1 : 0;
      }
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<std::string> readAll(const std::vector<std::string>& folders) {
  std::vector<std::string> inputs;
  for (const auto& folder : folders) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.is_regular_file()) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
      std::ifstream file(path, std::ios::binary);
      inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  return inputs;
}

}  // namespace

int main(int count, char** words) {
  const auto options = read(count, words);
  watchForFailures();
  auto inputs = readAll(options.folders);
  for (const auto& input : inputs) run(input);
  std::printf("%zu inputs of the corpus.\n", inputs.size());
  if (options.runs == 0 || options.seconds == 0) return 0;

  if (inputs.empty()) inputs.emplace_back();
  const auto given = inputs.size();
  fuzz::Mutator mutator(options.seed, readDictionary(options.dictionary));
  const auto any = [&]() -> const std::string& { return inputs[mutator.below(inputs.size())]; };
  const auto end = Clock::now() + std::chrono::seconds(options.seconds);
  std::uint64_t runs = 0;
  for (; runs < options.runs; ++runs) {
    if (runs % kRunsBetweenLooks == 0) {
      if (Clock::now() >= end) break;
      alarm(kLongestRun);
    }
    const auto& one = any();
    const auto& other = any();
    auto input = mutator.mutate(one, other);
    if (run(input)) inputs.push_back(std::move(input));
  }
  alarm(0);
  std::printf("%llu changed inputs (seed %llu); %zu were kept, and %zu places reached.\n",
              static_cast<unsigned long long>(runs), static_cast<unsigned long long>(options.seed),
              inputs.size() - given, fuzz::placesReached());
  return 0;
}
