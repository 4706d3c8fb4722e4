// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/endpoint.h"

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
  enum class Outcome : std::uint8_t {
    incomplete,
    absent,  ///< these bytes begin with no header
    broken,  ///< with one that the specification does not allow
    complete,
  };
  Outcome outcome = Outcome::incomplete;
  /// Bytes of a complete one; more than were given when it ends with extensions, which say nothing to us and
  /// are to be passed over.
  std::size_t size = 0;
  std::optional<ProxiedFrom> from;  ///< empty: a connection of the sender's own, or not of TCP
};

/// As many bytes tell all that we ask of a header: a line of version 1 is no longer (§2.1), and the addresses
/// of version 2 stand before its extensions.
constexpr std::size_t kProxyHeaderHead = 107;
/// A header of version 2 with as many extensions as its length can tell (§2.2).
constexpr std::size_t kLongestProxyHeader = 16 + 65'535;

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
