// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer: any bytes are a header, the beginning of one, or none; whom one names can be passed on.
#include "core/net/proxy_header.h"

#include <cstdlib>

using namespace switchyard;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto header = readProxyHeader(bytes);
  if (header.outcome == ProxyHeader::Outcome::incomplete) must(size < kLongestProxyHeader);
  if (header.outcome != ProxyHeader::Outcome::complete) return 0;
  must(header.size > 0 && header.size <= size);
  for (const int version : {1, 2}) {
    const auto again = readProxyHeader(proxyHeader(version, header.from));
    must(again.outcome == ProxyHeader::Outcome::complete &&
         again.from.has_value() == header.from.has_value());
    if (header.from)
      must(again.from->client == header.from->client && again.from->destination == header.from->destination);
  }
  return 0;
}
