// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/endpoint.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchyard {

/// The two ends of a connection that somebody else has accepted and passes on.
struct ProxiedFrom {
  Endpoint client;
  Endpoint destination;  ///< which the client has called
};

/// What stands before a connection's own bytes; see HAProxy's doc/proxy-protocol.txt, "2. The protocol
/// header".
struct ProxyHeader {
  enum class Outcome : std::uint8_t { incomplete, broken, complete };
  Outcome outcome = Outcome::incomplete;
  std::size_t size = 0;             ///< bytes of a complete one
  std::optional<ProxiedFrom> from;  ///< empty: a connection of the sender's own, or not of TCP
};

/// The spec allows 65,551 bytes for extensions, which we pass over; nobody sends more than certificates'
/// names.
constexpr std::size_t kLongestProxyHeader = 4096;

/// Reads a header of either version at the beginning of `bytes`. Nothing after a broken one can be
/// understood.
ProxyHeader readProxyHeader(std::string_view bytes);

/// @param version 1 or 2
/// @param from empty: the connection is our own (version 1: UNKNOWN, version 2: LOCAL)
std::string proxyHeader(int version, const std::optional<ProxiedFrom>& from);

/// Sends it as the first bytes of a connection that has just been made, where there is always room.
/// False, errno set, when the connection has failed.
bool sendProxyHeader(int fd, int version, const std::optional<ProxiedFrom>& from);

}  // namespace switchyard
