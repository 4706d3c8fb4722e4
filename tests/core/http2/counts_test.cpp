// SPDX-License-Identifier: GPL-3.0-or-later
// What the balancer tells of a connection besides its calls.
#include "tests/core/http2/proxy.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;

namespace {

/// Of the oldest connection of this side.
Http2 countsOf(const World& world, Side side) {
  const auto& all = world.connections();
  const auto found =
      std::find_if(all.begin(), all.end(), [side](const Connection& one) { return one.side == side; });
  return found == all.end() ? Http2{} : found->http2;
}

}  // namespace

TEST_CASE("streamsPingsAndResetsOfAConnectionAreTold") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  client.call(3);
  auto server = balancer.server(0, setting(Setting::max_concurrent_streams, 7));
  server.await(FrameType::data, 1);
  server.await(FrameType::data, 3);
  REQUIRE(server.lives());  // by a PING
  client.send(frame(FrameType::rst_stream, 0, 1, number(8)));
  server.await(FrameType::rst_stream, 1);
  REQUIRE(balancer.proxy->await(
      [](const World& world) { return countsOf(world, Side::upstream).resets_sent == 1; }));
  const auto upstream = countsOf(balancer.proxy->world(), Side::upstream);
  CHECK(upstream.stream_limit == 7);
  CHECK(upstream.streams == 1);
  CHECK(upstream.most_streams == 2);
  CHECK(upstream.pings == 1);
  CHECK(countsOf(balancer.proxy->world(), Side::downstream).resets_received == 1);
}

TEST_CASE("aGoodbyeIsToldByWhoeverSaidIt") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.send(frame(FrameType::goaway, 0, 0, number(1) + number(0)));
  CHECK(balancer.proxy->await(
      [](const World& world) { return countsOf(world, Side::upstream).goaway_received == 1; }));
  CHECK(countsOf(balancer.proxy->world(), Side::downstream).goaway_sent == 0);
  balancer.proxy->onLoop([](Engine& engine) { engine.drain(5s, [] {}); });
  CHECK(balancer.proxy->await(
      [](const World& world) { return countsOf(world, Side::downstream).goaway_sent == 1; }));
}

TEST_CASE("aReaderThatIsSlowIsSeenToBe") {
  RequestBalancer balancer;
  auto client = balancer.client(setting(Setting::initial_window_size, 10));
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.answer(1, std::string(500, 'x'));
  CHECK(client.awaitData(1, 10).size() >= 10);
  CHECK(balancer.proxy->await(
      [](const World& world) { return countsOf(world, Side::downstream).stalls >= 1; }));
}
