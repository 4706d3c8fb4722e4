// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer: any bytes are a scenario or are refused in words.
#include "core/scenario/scenario.h"
#include "tests/support/small_world.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto world = switchyard::config::smallWorld();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto scenario = switchyard::parseScenario(text, "fuzz.json", world);
  if (!scenario && scenario.error().text().find("fuzz.json:") != 0) std::abort();
  if (scenario && scenario->config.frontends.empty()) std::abort();
  return 0;
}
