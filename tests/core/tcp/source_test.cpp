// SPDX-License-Identifier: GPL-3.0-or-later
// From which address servers are called.
#include "core/net/proxy_header.h"
#include "tests/core/tcp/proxy.h"

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::tcp_test;

namespace {

/// The calling thread is not root any more where addresses are concerned.
void giveUpTheRightToForeignAddresses() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct rights[2]{};
  syscall(SYS_capget, &header, rights);
  rights[0].effective &= ~(1U << CAP_NET_ADMIN | 1U << CAP_NET_RAW);
  syscall(SYS_capset, &header, rights);
}

}  // namespace

TEST_CASE("aServerIsCalledFromTheAddressThatItsLineNames") {
  Upstream server;
  Proxy proxy({.servers = {{server.address(), "source 127.0.0.9"}}});
  auto client = proxy.connect();
  auto served = server.accept();
  CHECK(served.remote().host() == "127.0.0.9");
  client.send("hello");
  CHECK(served.receive(5) == "hello");
}

TEST_CASE("aServerMaySeeTheClientsOwnAddress") {
  Upstream server;
  Proxy proxy(
      {.servers = {{server.address(), "source 0.0.0.0 usesrc clientip"}}, .bind_options = "accept-proxy"});
  auto client = proxy.connect();
  client.send(proxyHeader(1, ProxiedFrom{*Endpoint::parse("127.0.0.2:51000"), proxy.address()}) + "hello");
  auto served = server.accept();
  CHECK(served.remote().host() == "127.0.0.2");
  CHECK(served.receive(5) == "hello");
}

TEST_CASE("anAddressOfAnotherFamilyIsLeftAlone") {
  Upstream server;
  Proxy proxy(
      {.servers = {{server.address(), "source 0.0.0.0 usesrc clientip"}}, .bind_options = "accept-proxy"});
  auto client = proxy.connect();
  client.send(proxyHeader(1, ProxiedFrom{*Endpoint::parse("[2001:db8::7]:51000"), proxy.address()}));
  CHECK(server.accept().remote().host() == "127.0.0.1");
}

TEST_CASE("anAddressThatMayNotBeUsedIsToldOfOnceAndTheNextServerServes") {
  Upstream one, two;
  Proxy proxy({.servers = {{one.address(), "source 192.0.2.9"}, {two.address()}}});
  proxy.onLoop([](Engine&) { giveUpTheRightToForeignAddresses(); });
  for (int i = 0; i < 3; ++i) {
    auto client = proxy.connect();
    client.send("hello");
    CHECK(two.accept().receive(5) == "hello");
  }
  const auto problems = proxy.problems();
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].what.find("it cannot be called from 192.0.2.9") != std::string::npos);
  CHECK(problems[0].remedy.find("CAP_NET_ADMIN") != std::string::npos);
}
