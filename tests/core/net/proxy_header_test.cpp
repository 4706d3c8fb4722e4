// SPDX-License-Identifier: GPL-3.0-or-later
// The PROXY protocol's header, as HAProxy's doc/proxy-protocol.txt writes it.
#include "core/net/proxy_header.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using Outcome = ProxyHeader::Outcome;

namespace {

const std::string kBegin2("\r\n\r\n\0\r\nQUIT\n", 12);

ProxiedFrom between(std::string_view client, std::string_view destination) {
  return {*Endpoint::parse(client), *Endpoint::parse(destination)};
}

/// The spec's fixed part of version 2, then `rest`.
std::string version2(int command, int family, std::string_view rest) {
  std::string bytes = kBegin2;
  for (const auto value :
       {command, family, static_cast<int>(rest.size() >> 8U), static_cast<int>(rest.size() & 255U)})
    bytes += static_cast<char>(value);
  return bytes.append(rest);
}

}  // namespace

TEST_CASE("aHeaderOfEitherVersionNamesBothEnds") {
  const auto from =
      GENERATE(between("192.0.2.7:51000", "192.0.2.1:8443"), between("[2001:db8::7]:51000", "[::1]:8443"),
               between("192.0.2.7:51000", "[::1]:8443"));
  for (const int version : {1, 2}) {
    const auto bytes = proxyHeader(version, from);
    const auto read = readProxyHeader(bytes + "what follows");
    INFO(bytes);
    REQUIRE(read.outcome == Outcome::complete);
    CHECK(read.size == bytes.size());
    REQUIRE(read.from);
    CHECK(read.from->client == from.client);
    CHECK(read.from->destination == from.destination);
  }
}

TEST_CASE("theBytesAreThoseOfTheSpecification") {
  const auto from = between("255.255.255.255:65535", "10.0.0.1:443");
  CHECK(proxyHeader(1, from) == "PROXY TCP4 255.255.255.255 10.0.0.1 65535 443\r\n");
  CHECK(proxyHeader(2, from) ==
        version2(0x21, 0x11, std::string("\xff\xff\xff\xff\x0a\x00\x00\x01\xff\xff\x01\xbb", 12)));
  CHECK(proxyHeader(1, {}) == "PROXY UNKNOWN\r\n");
  CHECK(proxyHeader(2, {}) == version2(0x20, 0, ""));
}

TEST_CASE("endsOfBothFamiliesAreToldAsIPv6") {
  const auto from = between("192.0.2.7:51000", "[::1]:8443");
  CHECK(proxyHeader(1, from) == "PROXY TCP6 ::ffff:192.0.2.7 ::1 51000 8443\r\n");
  CHECK(readProxyHeader(proxyHeader(2, from)).from->client == from.client);
}

TEST_CASE("aHeaderMayComeByteByByte") {
  const auto from = between("192.0.2.7:51000", "192.0.2.1:8443");
  for (const int version : {1, 2}) {
    const auto bytes = proxyHeader(version, from);
    for (std::size_t size = 0; size < bytes.size(); ++size)
      CHECK(readProxyHeader(std::string_view(bytes).substr(0, size)).outcome == Outcome::incomplete);
  }
}

TEST_CASE("whatIsNotAboutTcpNamesNobody") {
  const auto bytes =
      GENERATE(std::string("PROXY UNKNOWN\r\n"), std::string("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"),
               version2(0x20, 0x11, std::string(12, 'x')), version2(0x21, 0x31, std::string(216, 'x')),
               version2(0x21, 0x00, ""));
  const auto read = readProxyHeader(bytes);
  CHECK(read.outcome == Outcome::complete);
  CHECK(read.size == bytes.size());
  CHECK_FALSE(read.from);
}

TEST_CASE("extensionsArePassedOver") {
  const std::string addresses("\x7f\x00\x00\x01\x7f\x00\x00\x02\x00\x50\x00\x51", 12);
  const auto bytes = version2(0x21, 0x11, addresses + std::string("\x02\x00\x04test", 7));
  const auto read = readProxyHeader(bytes);
  REQUIRE(read.outcome == Outcome::complete);
  CHECK(read.size == bytes.size());
  CHECK(read.from->client == *Endpoint::parse("127.0.0.1:80"));
}

TEST_CASE("whomAHeaderNamesIsKnownBeforeItsExtensionsHaveCome") {
  const std::string addresses("\x7f\x00\x00\x01\x7f\x00\x00\x02\x00\x50\x00\x51", 12);
  const auto whole = version2(0x21, 0x11, addresses + std::string(65'535 - addresses.size(), '\x04'));
  REQUIRE(whole.size() == kLongestProxyHeader);
  const auto read = readProxyHeader(whole.substr(0, kProxyHeaderHead));
  REQUIRE(read.outcome == Outcome::complete);
  CHECK(read.size == whole.size());
  CHECK(read.from->client == *Endpoint::parse("127.0.0.1:80"));
}

TEST_CASE("whatBeginsWithNoHeaderSaysSo") {
  const auto bytes = GENERATE(std::string("PRI * HTTP/2.0\r\n\r\n"), std::string("proxy TCP4 "),
                              std::string("\r\n\r\n\0\r\nQUIT\r", 12), std::string("\0", 1));
  INFO(bytes);
  CHECK(readProxyHeader(bytes).outcome == Outcome::absent);
}

TEST_CASE("aHeaderThatTheSpecificationForbidsIsBroken") {
  const auto bytes = GENERATE(
      std::string("PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n"), std::string("PROXY TCP4 ::1 ::1 1 2\r\n"),
      std::string("PROXY TCP6 1.2.3.4 5.6.7.8 1 2\r\n"),
      std::string("PROXY TCP4 1.2.3.4 5.6.7.8 1 65536\r\n"),
      std::string("PROXY TCP4 1.2.3.4 5.6.7.8 1 2 3\r\n"), std::string("PROXY TCP4  1.2.3.4 5.6.7.8 1 2\r\n"),
      std::string("PROXY UDP4 1.2.3.4 5.6.7.8 1 2\r\n"), "PROXY TCP4 " + std::string(200, '1'),
      version2(0x31, 0x11, std::string(12, 'x')), version2(0x22, 0x11, std::string(12, 'x')),
      version2(0x21, 0x11, std::string(11, 'x')), version2(0x21, 0x21, std::string(12, 'x')));
  INFO(bytes);
  CHECK(readProxyHeader(bytes).outcome == Outcome::broken);
}

TEST_CASE("eachWordOfVersion1IsReadToItsEnd") {
  using namespace std::string_literals;
  const auto bytes =
      GENERATE("PROXY TCP4 1.2.3.4\0 5.6.7.8 1 2\r\n"s, "PROXY TCP4 1.2.3.4 5.6.7.8\0x 1 2\r\n"s,
               "PROXY TCP6 ::1\0 ::2 1 2\r\n"s, "PROXY TCP6 ::1%lo ::2 1 2\r\n"s,
               "PROXY TCP6 [::1] ::2 1 2\r\n"s, "PROXY TCP4 1.2.3.4:5 5.6.7.8 1 2\r\n"s,
               "PROXY TCP4 01.2.3.4 5.6.7.8 1 2\r\n"s, "PROXY TCP4 1.2.3 5.6.7.8 1 2\r\n"s,
               "PROXY TCP4 0x1.2.3.4 5.6.7.8 1 2\r\n"s, "PROXY TCP4 1.2.3.4 5.6.7.8 01 2\r\n"s,
               "PROXY TCP4 1.2.3.4 5.6.7.8 1 00\r\n"s, "PROXY TCP4 1.2.3.4 5.6.7.8 +1 2\r\n"s,
               "PROXY TCP4 1.2.3.4 5.6.7.8 -1 2\r\n"s, "PROXY TCP4 1.2.3.4 5.6.7.8 1\0 2\r\n"s,
               "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 \r\n"s, "PROXY TCP4 1.2.3.4 5.6.7.8 1 \r\n"s,
               "PROXY\tTCP4 1.2.3.4 5.6.7.8 1 2\r\n"s, "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n\r\n"s);
  INFO(bytes);
  CHECK(readProxyHeader(bytes).outcome != Outcome::complete);
}

TEST_CASE("aPortIsAnyNumberOfSixteenBits") {
  const auto read = readProxyHeader("PROXY TCP4 1.2.3.4 5.6.7.8 0 65535\r\n");
  REQUIRE(read.outcome == Outcome::complete);
  CHECK(read.from->client.port == 0);
  CHECK(read.from->destination.port == 65535);
}
