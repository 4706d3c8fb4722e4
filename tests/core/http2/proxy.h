// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/http2/peer.h"
#include "tests/core/tcp/proxy.h"

#include <memory>
#include <string>
#include <vector>

namespace switchyard::http2_test {

using tcp_test::Proxy;
using tcp_test::serverId;

/// What a test wants to be different.
struct Setup {
  std::size_t servers = 1;
  std::string bind_options{};
  std::string frontend{};
  std::string backend{};
  std::string server_options{};
  std::string defaults = "timeout connect 5s\ntimeout client 60s\ntimeout server 60s\n";
};

/// A request balancer in front of servers that say what a test makes them say.
struct RequestBalancer {
  explicit RequestBalancer(const Setup& setup = {}) : servers(setup.servers) {
    std::vector<Proxy::Line> lines;
    for (const auto& server : servers) lines.push_back({server.address(), setup.server_options});
    proxy = std::make_unique<Proxy>(Proxy::Setup{.servers = lines,
                                                 .bind_options = setup.bind_options,
                                                 .frontend = setup.frontend,
                                                 .backend = setup.backend,
                                                 .mode = "http",
                                                 .defaults = setup.defaults});
  }

  Http2Peer client(const std::string& settings = {}) const {
    return Http2Peer::client(proxy->address(), settings);
  }
  Http2Peer server(std::size_t place = 0, const std::string& settings = {}) {
    return Http2Peer::server(servers[place].accept(), settings);
  }

  std::vector<tcp_test::Upstream> servers;
  std::unique_ptr<Proxy> proxy;
};

}  // namespace switchyard::http2_test
