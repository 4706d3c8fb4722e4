// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer: a World bears any events, and its counts fit together whatever it was told.
#include "tests/support/hostile_events.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool narrowed = data[0] % 4 != 0;
  switchyard::World world;
  for (std::size_t at = 1; at + sizeof(switchyard::Event) <= size; at += sizeof(switchyard::Event)) {
    switchyard::Event event;
    std::memcpy(static_cast<void*>(&event), data + at, sizeof event);
    if (narrowed) switchyard::hostile::narrow(event);
    world.apply(event);
  }
  switchyard::hostile::check(world);
  if (narrowed) switchyard::hostile::require(switchyard::World(world) == world);
  return 0;
}
