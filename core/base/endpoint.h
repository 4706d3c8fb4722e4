// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;
struct sockaddr_storage;

namespace switchyard {

/// An IP address and a TCP port. IPv4 is held as an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2), so that a
/// dual-stack socket's "::ffff:127.0.0.1" and a plain "127.0.0.1" are equal. Trivially copyable, 18 bytes.
struct Endpoint {
  std::array<std::uint8_t, 16> address{};
  std::uint16_t port = 0;  ///< host byte order

  static Endpoint loopback(std::uint16_t port);  ///< 127.0.0.1:port
  static Endpoint any(std::uint16_t port);       ///< 0.0.0.0:port
  static Endpoint from(const sockaddr_storage& raw);
  /// Numeric addresses only: "127.0.0.1:80", "[::1]:80". Names are resolved elsewhere. Empty when malformed.
  static std::optional<Endpoint> parse(std::string_view text);

  /// Fills `raw` as AF_INET for a mapped address, else AF_INET6; returns the length to pass to the kernel.
  unsigned toSockaddr(sockaddr_storage& raw) const;

  bool isV4() const;
  bool isLoopback() const;  ///< 127.0.0.0/8 or ::1
  bool isAny() const;       ///< 0.0.0.0 or ::
  std::string host() const;
  std::string text() const;  ///< "127.0.0.1:80" or "[::1]:80"

  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

}  // namespace switchyard

template <>
struct std::hash<switchyard::Endpoint> {
  std::size_t operator()(const switchyard::Endpoint& endpoint) const noexcept;
};
