// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spelling.h"
#include "core/config/draft.h"
#include "core/system/resolver.h"

#include <algorithm>
#include <charconv>

namespace switchyard::config {
namespace {

constexpr std::size_t kLongestHost = 253;   // RFC 1035 §2.3.4, in text form
constexpr std::size_t kMostUnresolved = 3;  // each may cost the resolver's whole timeout

bool isHostName(std::string_view host) {
  return !host.empty() && host.size() <= kLongestHost &&
         std::all_of(host.begin(), host.end(), [](unsigned char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                  c == '-' || c == '_';
         });
}

/// A name's address, asked for once a file.
std::optional<Endpoint> lookUp(Draft& draft, const std::string& host) {
  const auto known = draft.resolved.find(host);
  if (known != draft.resolved.end()) return known->second;
  const auto failed =
      std::count_if(draft.resolved.begin(), draft.resolved.end(), [](const auto& e) { return !e.second; });
  if (static_cast<std::size_t>(failed) >= kMostUnresolved) return std::nullopt;
  const auto& ask = draft.surroundings.resolve;
  const auto found = ask ? ask(host) : resolve(host);
  draft.resolved.emplace(host, found);
  return found;
}

/// HAProxy writes IPv6 with or without brackets; the last colon begins the port.
std::optional<Endpoint> numeric(std::string_view host) {
  std::string text(host);
  if (text.find(':') != std::string::npos && text.front() != '[') text = "[" + text + "]";
  return Endpoint::parse(text + ":0");
}

std::optional<std::uint16_t> parsePort(std::string_view text) {
  unsigned port = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (failure != std::errc{} || end != text.data() + text.size() || port == 0 || port > 65535)
    return std::nullopt;
  return static_cast<std::uint16_t>(port);
}

bool isOtherTransport(std::string_view text) {
  constexpr std::string_view kPrefixes[] = {"/",    "unix@", "abns@", "fd@",    "sockpair@",
                                            "udp@", "udp4@", "udp6@", "quic4@", "quic6@"};
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](auto prefix) { return text.starts_with(prefix); });
}

}  // namespace

std::optional<Address> readAddress(Draft& draft, int line, std::string_view keyword, std::string_view text) {
  const std::string example = keyword == "bind" ? "'bind 127.0.0.1:8443'" : "'server srv01 127.0.0.1:50051'";
  if (isOtherTransport(text)) {
    draft.fail(line, shown(text) + " is no TCP address.",
               "Write an IP address and a port, as in " + example + ".");
    return std::nullopt;
  }
  const bool v6 = text.starts_with("ipv6@") || text.starts_with("tcp6@");
  for (const std::string_view family : {"ipv4@", "ipv6@", "tcp@", "tcp4@", "tcp6@"})
    if (text.starts_with(family)) text.remove_prefix(family.size());

  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || text.back() == ']') {
    draft.fail(line, shown(text) + " has no port.", "Write one behind a colon, as in " + example + ".");
    return std::nullopt;
  }
  const auto ports = text.substr(colon + 1);
  const auto dash = keyword == "bind" ? ports.find('-') : std::string_view::npos;
  const auto first = parsePort(ports.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parsePort(ports.substr(dash + 1));
  if (!first || !last || *last < *first) {
    draft.fail(line, shown(ports) + " is no TCP port.",
               "Write a number from 1 to 65535, as in " + example + ".");
    return std::nullopt;
  }

  Address address{.host = std::string(text.substr(0, colon)), .endpoint = {}, .last_port = *last};
  if (address.host.empty() || address.host == "*") {
    if (keyword != "bind") {
      draft.fail(line, shown(text) + " names no host to connect to.",
                 "Write the server's address, as in " + example + ".");
      return std::nullopt;
    }
    address.every_address = true;
    address.endpoint = v6 ? Endpoint{.port = *first} : Endpoint::any(*first);
    return address;
  }
  auto found = numeric(address.host);
  if (!found && isHostName(address.host)) found = lookUp(draft, address.host);
  if (!found) {
    draft.fail(line, "The host " + shown(address.host) + " cannot be found.",
               "Write its IP address, or make the name known (getent hosts NAME shows whether it is).");
    return std::nullopt;
  }
  address.endpoint = *found;
  address.endpoint.port = *first;
  return address;
}

}  // namespace switchyard::config
