// SPDX-License-Identifier: GPL-3.0-or-later
// Calls through the request balancer: what arrives is what was sent, as fast as the receiver takes it.
#include "core/net/proxy_header.h"
#include "tests/core/http2/proxy.h"

#include <catch2/catch.hpp>
#include <future>
#include <set>

using namespace switchyard;
using namespace switchyard::http2_test;
using http2::kEndHeaders;
using http2::kEndStream;
using http2::kPadded;

TEST_CASE("theCallsOfOneConnectionAreSpreadOverAllServers") {
  RequestBalancer balancer({.servers = 3});
  auto client = balancer.client();
  for (const StreamId stream : {1U, 3U, 5U}) client.call(stream);
  std::vector<Http2Peer> servers;  // open until the end: a close with bytes unread takes back what was sent
  for (std::size_t place = 0; place < 3; ++place) {
    auto& server = servers.emplace_back(balancer.server(place));
    CHECK(server.awaitData(1, 10) == message("hello"));
    server.answer(1);
  }
  for (int i = 0; i < 3; ++i) client.await(FrameType::data);
  CHECK(balancer.proxy->await([](const World& world) { return world.balancers().front().picks == 3; }));
}

TEST_CASE("manyClientsShareOneConnectionToAServer") {
  RequestBalancer balancer;
  std::vector<Http2Peer> clients;
  for (int i = 0; i < 5; ++i) clients.push_back(balancer.client());
  for (auto& client : clients) client.call(1);
  auto server = balancer.server();
  for (int i = 0; i < 5; ++i) server.answer(server.await(FrameType::data).stream);
  for (auto& client : clients) CHECK(client.awaitStatus(1) == 0);
  CHECK(balancer.servers[0].isLeftAlone(50ms));
}

TEST_CASE("metadataArriveUnchangedAndInOrder") {
  RequestBalancer balancer;
  auto client = balancer.client();
  const Fields metadata{
      {"twice", "1"}, {"grpc-timeout", "20S"}, {"twice", "2"}, {"key-bin", "AAEC/w=="}, {"empty", ""}};
  client.call(1, "hello", metadata);
  auto server = balancer.server();
  CHECK(server.awaitHeaders(1) == request(metadata));
  auto answer = response();
  answer.insert(answer.end(), metadata.begin(), metadata.end());
  server.headers(1, answer);
  auto end = trailers();
  end.insert(end.end(), metadata.begin(), metadata.end());
  server.headers(1, end, true);
  CHECK(client.awaitHeaders(1) == answer);
  CHECK(client.awaitHeaders(1) == end);
}

TEST_CASE("anAnswerOfTrailersOnlyIsPassedOn") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  auto only = response();
  only.emplace_back("grpc-status", "5");
  server.headers(1, only, true);
  CHECK(client.awaitStatus(1) == 5);
}

TEST_CASE("paddingEndsAtTheBalancer") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.send(frame(FrameType::headers, kPadded | kEndHeaders | http2::kPriority, 1,
                    '\x03' + std::string(5, '\0') + block(request()) + "pad"));
  client.send(frame(FrameType::data, kPadded | kEndStream, 1, '\x04' + message("hello") + "padd"));
  auto server = balancer.server();
  CHECK(server.awaitHeaders(1) == request());
  CHECK(server.await(FrameType::data, 1).payload == message("hello"));
}

TEST_CASE("aHeaderBlockMayComeInManyParts") {
  RequestBalancer balancer;
  auto client = balancer.client();
  const auto long_one = request({{"long", std::string(40'000, 'x')}});
  const auto bytes = block(long_one);
  client.send(frame(FrameType::headers, kEndStream, 1, bytes.substr(0, 10)));
  client.send(frame(FrameType::continuation, 0, 1, ""));
  client.send(frame(FrameType::continuation, 0, 1, bytes.substr(10, 16'000)));
  client.send(frame(FrameType::continuation, 0, 1, bytes.substr(16'010, 16'000)));
  client.send(frame(FrameType::continuation, kEndHeaders, 1, bytes.substr(32'010)));
  auto server = balancer.server();
  auto received = server.await(FrameType::headers, 1);
  CHECK((received.flags & kEndHeaders) == 0);  // it is longer than a frame here, too
  std::string all = received.payload;
  while ((received.flags & kEndHeaders) == 0) {
    received = *server.next();
    REQUIRE(received.type == FrameType::continuation);
    all += received.payload;
  }
  CHECK(server.decode(all) == long_one);
}

TEST_CASE("bothSidesOfAStreamTalkAtOnce") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.headers(1, request());
  auto server = balancer.server();
  server.await(FrameType::headers, 1);
  server.headers(1, response());
  client.await(FrameType::headers, 1);
  for (const std::string word : {"a", "b", "c"}) {
    client.data(1, message(word));
    CHECK(server.awaitData(1, 6) == message(word));
    server.data(1, message(word + word));
    CHECK(client.awaitData(1, 7) == message(word + word));
  }
  client.data(1, {}, true);
  CHECK(server.await(FrameType::data, 1).endsStream());
  server.headers(1, trailers(), true);
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("anAnswerLargerThanItsWindowsArrivesWhole") {
  RequestBalancer balancer;
  constexpr std::size_t kSize = 3'000'000;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.headers(1, response());
  auto sender = std::async(std::launch::async, [&] {
    std::size_t window =
        256 * 1024;  // that its SETTINGS have allowed; the connection's is larger than all of it
    for (std::size_t sent = 0; sent < kSize;) {
      const auto size = std::min({std::size_t{16'384}, window, kSize - sent});
      if (size == 0) {
        const auto received = server.next();
        if (!received) return false;
        if (received->type == FrameType::window_update && received->stream == 1)
          window += http2::read32(received->payload);
        continue;
      }
      if (!server.trySend(frame(FrameType::data, 0, 1, std::string(size, 'x')))) return false;
      sent += size;
      window -= size;
    }
    std::string end;
    http2::putHeaders(end, 1, block(trailers()), true);
    return server.trySend(end);
  });
  std::size_t received = 0;
  bool ended = false;
  while (!ended) {
    const auto part = client.next();
    REQUIRE(part);
    if (part->type == FrameType::data) {
      received += part->payload.size();
      client.send(
          frame(FrameType::window_update, 0, 0, number(static_cast<std::uint32_t>(part->payload.size()))) +
          frame(FrameType::window_update, 0, 1, number(static_cast<std::uint32_t>(part->payload.size()))));
    }
    ended = part->stream == 1 && part->endsStream();
  }
  CHECK(sender.get());
  CHECK(received == kSize);
}

TEST_CASE("aReceiverWithATinyWindowGetsABitAtATime") {
  RequestBalancer balancer;
  auto client = balancer.client(setting(Setting::initial_window_size, 1));
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.answer(1, "world");
  std::string all;
  for (int i = 0; i < 10; ++i) {
    const auto part = client.await(FrameType::data, 1).payload;
    CHECK(part.size() == 1);
    all += part;
    client.send(frame(FrameType::window_update, 0, 1, number(1)));
  }
  CHECK(all == message("world"));
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("aWindowMayShrinkBelowNothingWhileACallGoesOn") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.headers(1, response());
  server.data(1, std::string(1000, 'x'));
  client.awaitData(1, 1000);
  client.send(frame(FrameType::settings, 0, 0, setting(Setting::initial_window_size, 10)));
  REQUIRE(client.lives());
  server.data(1, "late");
  client.send(frame(FrameType::window_update, 0, 1, number(990)));  // now it is 0
  CHECK(client.lives());
  client.send(frame(FrameType::window_update, 0, 1, number(4)));
  CHECK(client.awaitData(1, 4) == "late");
}

TEST_CASE("aReaderThatIsSlowHoldsItsSenderBackAndNobodyElse") {
  RequestBalancer balancer;
  auto slow = balancer.client();
  auto quick = balancer.client();
  slow.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.headers(1, response());
  constexpr std::size_t kWindow = 256 * 1024;
  for (std::size_t sent = 0; sent < kWindow; sent += 16'384) server.data(1, std::string(16'384, 'x'));
  slow.await(FrameType::data, 1);
  // All of its window is used, 65,535 bytes of it were passed on: it may not send more.
  quick.call(1);
  server.await(FrameType::data, 3);
  server.answer(3);
  CHECK(quick.awaitStatus(1) == 0);
  server.data(1, "x");
  CHECK(server.await(FrameType::rst_stream, 1).error() == ErrorCode::flow_control_error);
  CHECK(server.lives());
}

TEST_CASE("aCancelledCallIsCancelledAtItsServer") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  client.send(frame(FrameType::rst_stream, 0, 1, number(8)));
  CHECK(server.await(FrameType::rst_stream, 1).error() == ErrorCode::cancel);
  CHECK(client.lives());
}

TEST_CASE("aClientThatGoesCancelsItsCalls") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  client.connection().close();
  CHECK(server.await(FrameType::rst_stream, 1).error() == ErrorCode::cancel);
  CHECK(server.lives());
}

TEST_CASE("aServersResetReachesTheClientWithItsCode") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.headers(1, response());
  server.send(frame(FrameType::rst_stream, 0, 1, number(11)));
  CHECK(client.await(FrameType::rst_stream, 1).error() == ErrorCode::enhance_your_calm);
  CHECK(client.lives());
}

TEST_CASE("aServersLimitOfStreamsIsKeptByFurtherConnections") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto first = balancer.server(0, setting(Setting::max_concurrent_streams, 1));
  first.await(FrameType::data, 1);
  REQUIRE(first.lives());  // so its SETTINGS have been read
  client.call(3);
  auto second = balancer.server();
  second.await(FrameType::data, 1);
  second.answer(1);
  first.answer(1);
  CHECK(client.awaitStatus(3) == 0);
}

TEST_CASE("aServerIsToldWhoCallsIfTheFileSaysSo") {
  RequestBalancer balancer({.frontend = "option forwardfor\n"});
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  CHECK(valueOf(server.awaitHeaders(1), "x-forwarded-for") == "127.0.0.1");
}

TEST_CASE("behindAcceptProxyTheCallerIsWhomTheHeaderNames") {
  RequestBalancer balancer({.bind_options = "accept-proxy", .frontend = "option forwardfor\n"});
  auto connection = tcp_test::Peer::connectTo(balancer.proxy->address());
  connection.send("PROXY TCP4 192.0.2.7 192.0.2.1 51000 8443\r\n");
  Http2Peer client(std::move(connection));
  client.send(std::string(http2::kPreface) + frame(FrameType::settings, 0, 0, {}));
  client.call(1);
  auto server = balancer.server();
  CHECK(valueOf(server.awaitHeaders(1), "x-forwarded-for") == "192.0.2.7");
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("aSharedConnectionBeginsWithAHeaderThatNamesNobody") {
  RequestBalancer balancer({.server_options = "send-proxy-v2"});
  auto client = balancer.client();
  client.call(1);
  auto connection = balancer.servers[0].accept();
  CHECK(connection.receive(16) == proxyHeader(2, {}));
  auto server = Http2Peer::server(std::move(connection));
  server.await(FrameType::data, 1);
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
}

TEST_CASE("aServerIsCalledFromTheAddressThatItsLineNames") {
  RequestBalancer balancer({.server_options = "source 127.0.0.9 usesrc clientip"});
  auto client = balancer.client();
  client.call(1);
  auto connection = balancer.servers[0].accept();
  CHECK(connection.remote().host() == "127.0.0.9");  // the connection is shared: no client's own
  auto server = Http2Peer::server(std::move(connection));
  server.await(FrameType::data, 1);
  server.answer(1);
  CHECK(client.awaitStatus(1) == 0);
}
