// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/endpoint.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <charconv>
#include <cstring>

namespace switchyard {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

Endpoint mapped(std::uint32_t host_order, std::uint16_t port) {
  Endpoint endpoint;
  std::memcpy(endpoint.address.data(), kMappedPrefix.data(), kMappedPrefix.size());
  const std::uint32_t network = htonl(host_order);
  std::memcpy(endpoint.address.data() + 12, &network, 4);
  endpoint.port = port;
  return endpoint;
}

}  // namespace

Endpoint Endpoint::loopback(std::uint16_t port) {
  return mapped(INADDR_LOOPBACK, port);
}

Endpoint Endpoint::any(std::uint16_t port) {
  return mapped(INADDR_ANY, port);
}

Endpoint Endpoint::from(const sockaddr_storage& raw) {
  if (raw.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(raw);
    return mapped(ntohl(v4.sin_addr.s_addr), ntohs(v4.sin_port));
  }
  Endpoint endpoint;
  if (raw.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(raw);
    std::memcpy(endpoint.address.data(), &v6.sin6_addr, 16);
    endpoint.port = ntohs(v6.sin6_port);
  }
  return endpoint;
}

std::optional<Endpoint> Endpoint::parse(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string host(text.substr(0, colon));
  if (host.find('\0') != std::string::npos) return std::nullopt;  // where inet_pton(3) would stop
  const auto digits = text.substr(colon + 1);
  unsigned port = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (failure != std::errc{} || end != digits.data() + digits.size() || port > 65535) return std::nullopt;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1)
    return mapped(ntohl(v4.s_addr), static_cast<std::uint16_t>(port));
  if (host.size() < 2 || host.front() != '[' || host.back() != ']') return std::nullopt;
  host = host.substr(1, host.size() - 2);
  Endpoint endpoint;
  if (inet_pton(AF_INET6, host.c_str(), endpoint.address.data()) != 1) return std::nullopt;
  endpoint.port = static_cast<std::uint16_t>(port);
  return endpoint;
}

unsigned Endpoint::toSockaddr(sockaddr_storage& raw) const {
  raw = {};
  if (isV4()) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(raw);
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&v4.sin_addr, address.data() + 12, 4);
    return sizeof v4;
  }
  auto& v6 = reinterpret_cast<sockaddr_in6&>(raw);
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  std::memcpy(&v6.sin6_addr, address.data(), 16);
  return sizeof v6;
}

bool Endpoint::isV4() const {
  return std::memcmp(address.data(), kMappedPrefix.data(), kMappedPrefix.size()) == 0;
}

bool Endpoint::isLoopback() const {
  if (isV4()) return address[12] == 127;
  return IN6_IS_ADDR_LOOPBACK(reinterpret_cast<const in6_addr*>(address.data()));
}

bool Endpoint::isAny() const {
  if (isV4()) return (address[12] | address[13] | address[14] | address[15]) == 0;
  return IN6_IS_ADDR_UNSPECIFIED(reinterpret_cast<const in6_addr*>(address.data()));
}

std::string Endpoint::host() const {
  char text[INET6_ADDRSTRLEN] = "";
  if (isV4())
    inet_ntop(AF_INET, address.data() + 12, text, sizeof text);
  else
    inet_ntop(AF_INET6, address.data(), text, sizeof text);
  return text;
}

std::string Endpoint::text() const {
  const auto digits = std::to_string(port);
  return isV4() ? host() + ":" + digits : "[" + host() + "]:" + digits;
}

}  // namespace switchyard

std::size_t std::hash<switchyard::Endpoint>::operator()(const switchyard::Endpoint& endpoint) const noexcept {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  std::memcpy(&low, endpoint.address.data(), 8);
  std::memcpy(&high, endpoint.address.data() + 8, 8);
  return (low * 31 + high) * 0x9E3779B97F4A7C15ULL + endpoint.port * 0xC2B2AE3D27D4EB4FULL;
}
