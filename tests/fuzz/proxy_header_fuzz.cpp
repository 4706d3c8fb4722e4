// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer: any bytes are a header, the beginning of one, or none; whom one names can be passed on, and a
// line of version 1 is read only when it is, but for how it writes IPv6, the one that we would write.
#include "core/net/proxy_header.h"

#include <algorithm>
#include <cstdlib>

using namespace switchyard;
using Outcome = ProxyHeader::Outcome;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

bool sameEnds(const std::optional<ProxiedFrom>& one, const std::optional<ProxiedFrom>& other) {
  if (!one || !other) return one.has_value() == other.has_value();
  return one->client == other->client && one->destination == other->destination;
}

void passesOn(const std::optional<ProxiedFrom>& from) {
  for (const int version : {1, 2}) {
    const auto again = readProxyHeader(proxyHeader(version, from));
    must(again.outcome == Outcome::complete && sameEnds(again.from, from));
  }
}

/// Without the hosts: an IPv6 address may be written in several ways (RFC 5952 §2).
std::string_view portsOf(std::string_view line) {
  const auto last = line.rfind(' ');
  return line.substr(line.rfind(' ', last - 1));
}

void isStrict(std::string_view line, const ProxiedFrom& from) {
  must(line.size() <= kProxyHeaderHead && line.ends_with("\r\n"));
  must(std::all_of(line.begin(), line.end() - 2, [](char c) { return c >= ' ' && c <= '~'; }));
  const auto ours = proxyHeader(1, from);
  must(line.starts_with("PROXY TCP4 ") ? line == ours : portsOf(line) == portsOf(ours));
}

/// What it was decided by is all that it looks at.
void isTheSameFromItsHead(std::string_view bytes, const ProxyHeader& header) {
  const auto head = readProxyHeader(bytes.substr(0, kProxyHeaderHead));
  must(head.outcome == header.outcome && head.size == header.size && sameEnds(head.from, header.from));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto header = readProxyHeader(bytes);
  isTheSameFromItsHead(bytes, header);
  if (header.outcome == Outcome::incomplete) must(size < kProxyHeaderHead);
  if (header.outcome != Outcome::complete) return 0;
  must(header.size > 0 && header.size <= kLongestProxyHeader);
  if (bytes.starts_with("PROXY ")) {
    must(header.size <= size);
    if (header.from) isStrict(bytes.substr(0, header.size), *header.from);
  }
  passesOn(header.from);
  return 0;
}
