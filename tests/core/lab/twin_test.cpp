// SPDX-License-Identifier: GPL-3.0-or-later
// The second lane's board: the same, on other ports.
#include "core/scenario/twin.h"

#include "core/base/endpoint.h"

#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

using namespace switchyard;

namespace {

/// Listens on a port until it goes.
class Listening {
 public:
  explicit Listening(std::uint16_t port = 0) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_storage raw;
    const auto length = Endpoint::loopback(port).toSockaddr(raw);
    bound_ = bind(fd_, reinterpret_cast<const sockaddr*>(&raw), length) == 0 && listen(fd_, 1) == 0;
  }
  ~Listening() { close(fd_); }
  Listening(const Listening&) = delete;
  bool bound() const { return bound_; }

 private:
  int fd_;
  bool bound_ = false;
};

Scenario board(int lb, int server, const std::string& more = {}) {
  const auto text = "listen lb\n  mode tcp\n  bind 127.0.0.1:" + std::to_string(lb) +
                    "\n  server srv01 127.0.0.1:" + std::to_string(server) + " check port " +
                    std::to_string(server) + "\n" + more;
  auto read = parseScenario(text, "board.cfg");
  REQUIRE(read);
  return *read;
}

}  // namespace

TEST_CASE("a twin stands on other ports, all shifted alike") {
  const auto twin = twinOf(board(18'443, 15'051));
  REQUIRE(twin);
  const int shift = twin->config.frontends[0].binds[0].address.port - 18'443;
  const auto& line = twin->config.backends[0].servers[0];
  CHECK(shift > 0);
  CHECK(line.address.port == 15'051 + shift);
  CHECK(line.check.port == 15'051 + shift);
  CHECK(twin->clients.size() == 1);
}

TEST_CASE("a twin passes over ports that are taken") {
  const Listening taken(18'643);
  const auto twin = twinOf(board(18'543, 15'151));
  REQUIRE(twin);
  CHECK(twin->config.frontends[0].binds[0].address.port != 18'643);
}

TEST_CASE("a twin does not stand where its original does") {
  const auto twin = twinOf(board(16'100, 16'200));
  REQUIRE(twin);
  CHECK(twin->config.frontends[0].binds[0].address.port != 16'200);
}

TEST_CASE("a server elsewhere is shared") {
  const auto twin = twinOf(board(18'843, 15'451, "  server far 192.0.2.7:50051\n"));
  REQUIRE(twin);
  CHECK(twin->config.backends[0].servers[1].address.text() == "192.0.2.7:50051");
}

TEST_CASE("when no ports are free the error names one, and a remedy") {
  std::vector<std::unique_ptr<Listening>> all;
  for (int port = 17'143; port <= 19'043; port += 100)
    all.push_back(std::make_unique<Listening>(static_cast<std::uint16_t>(port)));
  const auto twin = twinOf(board(17'043, 15'551));
  REQUIRE_FALSE(twin);
  CHECK(twin.error().what.find("127.0.0.1:17143") != std::string::npos);
  CHECK_FALSE(twin.error().remedy.empty());
}

TEST_CASE("no port is above the greatest") {
  const auto twin = twinOf(board(65'500, 15'651));
  CHECK_FALSE(twin);
}
