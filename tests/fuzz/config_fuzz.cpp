// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer: any bytes are read or refused, and what is read can be explained.
#include "core/explain/explain.h"
#include "tests/support/small_world.h"

#include <cstdlib>

using namespace switchyard;
using namespace switchyard::config;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Surroundings world = smallWorld();
  const auto reading = readHaproxy({reinterpret_cast<const char*>(data), size}, world);
  bool error = false;
  for (const auto& diagnostic : reading.diagnostics) {
    must(!diagnostic.what.empty());
    if (diagnostic.severity != Diagnostic::Severity::error) continue;
    error = true;
    must(!diagnostic.remedy.empty());
  }
  must(reading.config.has_value() != error);
  if (reading.config)
    for (const auto& front : reading.config->frontends) {
      must(!front.binds.empty());
      const auto* back = reading.config->backend(front.backend);
      must(back != nullptr && !back->servers.empty());
    }
  must(!explain(reading, "fuzz.cfg").empty());
  return 0;
}
