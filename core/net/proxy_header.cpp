// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/proxy_header.h"

#include "core/net/socket.h"

#include <sys/socket.h>

#include <algorithm>
#include <vector>

namespace switchyard {
namespace {

constexpr std::string_view kBegin1 = "PROXY ";
constexpr std::string_view kBegin2("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t kFixed2 = 16;
constexpr unsigned char kVersion2 = 0x20, kLocal = 0, kProxy = 1;
constexpr unsigned char kTcp4 = 0x11, kTcp6 = 0x21;

constexpr ProxyHeader kIncomplete{};
constexpr ProxyHeader kAbsent{.outcome = ProxyHeader::Outcome::absent, .size = 0, .from = {}};
constexpr ProxyHeader kBroken{.outcome = ProxyHeader::Outcome::broken, .size = 0, .from = {}};

ProxyHeader complete(std::size_t size, std::optional<ProxiedFrom> from = {}) {
  return {ProxyHeader::Outcome::complete, size, from};
}

bool beginsLike(std::string_view bytes, std::string_view begin) {
  const auto compared = std::min(bytes.size(), begin.size());
  return bytes.substr(0, compared) == begin.substr(0, compared);
}

std::vector<std::string_view> wordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const auto space = line.find(' ');
    words.push_back(line.substr(0, space));
    if (space == std::string_view::npos) return words;
    line.remove_prefix(space + 1);
  }
}

/// §2.1: no port begins with a zero but the port 0.
std::optional<Endpoint> endpoint(std::string_view host, std::string_view port, bool v4) {
  if (port.size() > 1 && port.front() == '0') return std::nullopt;
  const auto text =
      v4 ? std::string(host) + ":" + std::string(port) : "[" + std::string(host) + "]:" + std::string(port);
  const auto read = Endpoint::parse(text);
  // "::ffff:192.0.2.7" in a TCP6 line is an IPv4 address, too: of a client that came to an IPv6 one.
  return read && (!v4 || read->isV4()) ? read : std::nullopt;
}

ProxyHeader readVersion1(std::string_view bytes) {
  const auto end = bytes.substr(0, kProxyHeaderHead).find("\r\n");
  if (end == std::string_view::npos) return bytes.size() < kProxyHeaderHead ? kIncomplete : kBroken;
  const auto words = wordsOf(bytes.substr(kBegin1.size(), end - kBegin1.size()));
  if (words[0] == "UNKNOWN") return complete(end + 2);
  const bool v4 = words[0] == "TCP4";
  if ((!v4 && words[0] != "TCP6") || words.size() != 5) return kBroken;
  const auto client = endpoint(words[1], words[3], v4);
  const auto destination = endpoint(words[2], words[4], v4);
  if (!client || !destination) return kBroken;
  return complete(end + 2, ProxiedFrom{*client, *destination});
}

unsigned read16(std::string_view bytes) {
  return static_cast<unsigned char>(bytes[0]) * 256U + static_cast<unsigned char>(bytes[1]);
}

/// @param bytes both addresses, then both ports
ProxiedFrom readAddresses(std::string_view bytes, std::size_t size) {
  const auto at = [&](std::size_t place) {
    Endpoint endpoint = Endpoint::any(static_cast<std::uint16_t>(read16(bytes.substr(2 * size + 2 * place))));
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(place * size), size,
                endpoint.address.end() - static_cast<std::ptrdiff_t>(size));
    return endpoint;
  };
  return {at(0), at(1)};
}

ProxyHeader readVersion2(std::string_view bytes) {
  if (bytes.size() < kFixed2) return kIncomplete;
  const auto command = static_cast<unsigned char>(bytes[12]);
  const auto family = static_cast<unsigned char>(bytes[13]);
  const auto size = kFixed2 + read16(bytes.substr(14));
  if ((command & 0xF0U) != kVersion2 || (command & 0x0FU) > kProxy) return kBroken;
  if ((command & 0x0FU) == kLocal || (family != kTcp4 && family != kTcp6)) return complete(size);
  const std::size_t address = family == kTcp4 ? 4 : 16;
  const auto addressed = kFixed2 + 2 * address + 4;
  if (size < addressed) return kBroken;
  if (bytes.size() < addressed) return kIncomplete;
  return complete(size, readAddresses(bytes.substr(kFixed2), address));
}

void put16(std::string& bytes, std::size_t value) {
  bytes += static_cast<char>(value >> 8U);
  bytes += static_cast<char>(value);
}

std::string version1(const std::optional<ProxiedFrom>& from) {
  if (!from) return "PROXY UNKNOWN\r\n";
  const auto& [client, destination] = *from;
  // Mixed families are told as IPv6, of which IPv4 is a part.
  const bool v4 = client.isV4() && destination.isV4();
  const auto host = [v4](const Endpoint& end) {
    return end.isV4() && !v4 ? "::ffff:" + end.host() : end.host();
  };
  return std::string(kBegin1) + (v4 ? "TCP4 " : "TCP6 ") + host(client) + " " + host(destination) + " " +
         std::to_string(client.port) + " " + std::to_string(destination.port) + "\r\n";
}

std::string version2(const std::optional<ProxiedFrom>& from) {
  std::string bytes(kBegin2);
  bytes += static_cast<char>(kVersion2 | (from ? kProxy : kLocal));
  if (!from) return bytes.append(3, '\0');
  const bool v4 = from->client.isV4() && from->destination.isV4();
  const std::size_t size = v4 ? 4 : 16;
  bytes += static_cast<char>(v4 ? kTcp4 : kTcp6);
  put16(bytes, 2 * size + 4);
  for (const auto* end : {&from->client, &from->destination})
    bytes.append(end->address.end() - static_cast<std::ptrdiff_t>(size), end->address.end());
  put16(bytes, from->client.port);
  put16(bytes, from->destination.port);
  return bytes;
}

}  // namespace

ProxyHeader readProxyHeader(std::string_view bytes) {
  if (beginsLike(bytes, kBegin2)) return bytes.size() < kBegin2.size() ? kIncomplete : readVersion2(bytes);
  if (beginsLike(bytes, kBegin1)) return bytes.size() < kBegin1.size() ? kIncomplete : readVersion1(bytes);
  return kAbsent;
}

std::string proxyHeader(int version, const std::optional<ProxiedFrom>& from) {
  return version == 1 ? version1(from) : version2(from);
}

bool sendProxyHeader(int fd, int version, const std::optional<ProxiedFrom>& from) {
  const auto bytes = proxyHeader(version, from);
  const auto sent = uninterrupted([&] { return send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL); });
  return sent == static_cast<ssize_t>(bytes.size());
}

}  // namespace switchyard
