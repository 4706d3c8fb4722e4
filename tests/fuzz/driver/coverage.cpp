// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/driver/coverage.h"

#include <array>
#include <cstdint>
#include <utility>

namespace switchyard::fuzz {
namespace {

std::array<bool, 1U << 20> reached;  // by the address of the code; two that share a place are one
bool reached_new = false;
std::size_t places = 0;

void reach(std::uintptr_t address) {
  auto& place = reached[address % reached.size()];
  if (place) return;
  place = reached_new = true;
  ++places;
}

}  // namespace

bool takeReachedNew() {
  return std::exchange(reached_new, false);
}

std::size_t placesReached() {
  return places;
}

}  // namespace switchyard::fuzz

/// GCC's code calls this at the beginning of each block (GCC's manual, "-fsanitize-coverage=trace-pc").
extern "C" void __sanitizer_cov_trace_pc();
extern "C" void __sanitizer_cov_trace_pc() {
  switchyard::fuzz::reach(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)));
}
