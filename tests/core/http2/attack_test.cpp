// SPDX-License-Identifier: GPL-3.0-or-later
// Hostile peers: whatever they send, the balancer's memory and time are bounded (core/h2/limits.h), the
// attacker is told and closed, and everybody else is served.
#include "core/h2/limits.h"
#include "tests/core/http2/proxy.h"

#include <catch2/catch.hpp>
#include <thread>

using namespace switchyard;
using namespace switchyard::http2_test;
using http2::kEndHeaders;
using http2::kEndStream;

namespace {

std::string times(int count, const std::string& bytes) {
  std::string all;
  for (int i = 0; i < count; ++i) all += bytes;
  return all;
}

std::string headersFrame(StreamId stream, const Fields& fields, bool end) {
  std::string bytes;
  http2::putHeaders(bytes, stream, block(fields), end);
  return bytes;
}

/// Another client's call, while the attack is on.
bool serves(RequestBalancer& balancer) {
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  const auto begun = server.await(FrameType::headers);
  server.answer(begun.stream);
  return client.awaitStatus(1) == 0;
}

/// More than the budget, and not so much that what follows the GOAWAY is above kMostDropped: then the
/// connection is reset, and an attacker that has not read yet never sees the GOAWAY.
constexpr int kMany = 24'000;

ErrorCode attack(RequestBalancer& balancer, const std::string& bytes) {
  auto client = balancer.client();
  client.trySend(bytes);
  return client.awaitFailure();
}

}  // namespace

TEST_CASE("floodsOfFramesThatCarryNoCallAreStopped") {
  RequestBalancer balancer;
  CHECK(attack(balancer, times(kMany, frame(FrameType::ping, 0, 0, "12345678"))) ==
        ErrorCode::enhance_your_calm);
  CHECK(attack(balancer, times(kMany, frame(FrameType::settings, 0, 0, ""))) == ErrorCode::enhance_your_calm);
  CHECK(attack(balancer, times(kMany, frame(FrameType::priority, 0, 3, std::string(5, '\0')))) ==
        ErrorCode::enhance_your_calm);
  CHECK(attack(balancer, times(kMany, frame(FrameType::window_update, 0, 0, number(1)))) ==
        ErrorCode::enhance_your_calm);
  CHECK(attack(balancer, times(kMany, frame(static_cast<FrameType>(0x42), 0, 0, ""))) ==
        ErrorCode::enhance_your_calm);
  CHECK(serves(balancer));
}

TEST_CASE("noFrameIsFreeBecauseItIsWrongOrAnAcknowledgement") {
  RequestBalancer balancer;
  CHECK(attack(balancer, times(kMany, frame(FrameType::settings, http2::kAck, 0, ""))) ==
        ErrorCode::enhance_your_calm);
  CHECK(attack(balancer, times(kMany, frame(FrameType::ping, http2::kAck, 0, "12345678"))) ==
        ErrorCode::enhance_your_calm);
  CHECK(attack(balancer, headersFrame(1, request(), false) +
                             times(kMany, frame(FrameType::rst_stream, 0, 1, number(8)))) ==
        ErrorCode::enhance_your_calm);
  CHECK(attack(balancer, headersFrame(1, request(), false) + frame(FrameType::rst_stream, 0, 1, number(8)) +
                             times(kMany, frame(FrameType::window_update, 0, 1, number(1)))) ==
        ErrorCode::enhance_your_calm);
  CHECK(attack(balancer, times(kMany, frame(FrameType::priority, 0, 3, "four"))) ==
        ErrorCode::frame_size_error);  // at the first
}

TEST_CASE("aSettingsFrameCostsWhatItMakesTheBalancerDo") {
  RequestBalancer balancer;
  std::string streams;
  for (StreamId stream = 1; stream < 200; stream += 2) streams += headersFrame(stream, request(), false);
  std::string values;
  for (std::uint32_t i = 0; i < 2'730; ++i) values += setting(Setting::initial_window_size, 1'000 + i);
  CHECK(attack(balancer, streams + times(150, frame(FrameType::settings, 0, 0, values))) ==
        ErrorCode::enhance_your_calm);
}

TEST_CASE("aBudgetIsNeverLargerThanItSays") {
  constexpr std::int64_t kSecond = 1'000'000'000;
  http2::Budget budget(10, 5);
  std::int64_t now = 1'000 * kSecond;
  for (const auto rest : {0 * kSecond, 100 * kSecond, 2 * kSecond}) {
    now += rest;
    for (int i = 0; i < 10; ++i) CHECK(budget.spend(now));
    CHECK_FALSE(budget.spend(now));
  }
  CHECK(budget.spend(now + kSecond, 5));
  CHECK_FALSE(budget.spend(now + kSecond));
  budget.earn(3);
  CHECK_FALSE(budget.spend(now + kSecond, 4));
  CHECK(budget.spend(now + kSecond, 3));
  budget.earn(1'000);
  CHECK_FALSE(budget.spend(now + kSecond, 11));
  CHECK(budget.spend(now + kSecond, 10));
}

TEST_CASE("aFloodOfEmptyDataIsStopped") {
  RequestBalancer balancer;
  CHECK(
      attack(balancer, headersFrame(1, request(), false) + times(30'000, frame(FrameType::data, 0, 1, ""))) ==
      ErrorCode::enhance_your_calm);
}

TEST_CASE("rapidResetsAreStopped") {  // CVE-2023-44487
  RequestBalancer balancer;
  std::string bytes;
  for (StreamId stream = 1; stream < 6000; stream += 2)
    bytes += headersFrame(stream, request(), true) + frame(FrameType::rst_stream, 0, stream, number(8));
  CHECK(attack(balancer, bytes) == ErrorCode::enhance_your_calm);
}

TEST_CASE("callsThatAreTakenBackOrSpoiltAtOnceNeverReachAServer") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  std::string bytes;
  for (StreamId stream = 3; stream < 900; stream += 6)
    bytes += headersFrame(stream, request(), true) + frame(FrameType::rst_stream, 0, stream, number(8)) +
             headersFrame(stream + 2, request(), false) +
             frame(FrameType::window_update, 0, stream + 2, number(0)) +
             headersFrame(stream + 4, request(), true) + frame(FrameType::data, 0, stream + 4, "x");
  client.send(bytes);
  client.await(FrameType::rst_stream, 901);
  CHECK(server.lives());
  CHECK(server.lastStream() == 1);
}

TEST_CASE("streamsThatMustBeResetByUsAreCountedLikeResets") {
  RequestBalancer balancer;
  std::string bytes;
  for (StreamId stream = 1; stream < 6000; stream += 2)
    bytes += headersFrame(stream, {{":method", "GET"}}, true);
  CHECK(attack(balancer, bytes) == ErrorCode::enhance_your_calm);
}

TEST_CASE("aBreakOfAStreamsRulesIsCountedLikeAReset") {
  RequestBalancer balancer;
  std::string bytes;
  for (StreamId stream = 1; stream < 6000; stream += 2)
    bytes += headersFrame(stream, request(), false) + frame(FrameType::window_update, 0, stream, number(0));
  CHECK(attack(balancer, bytes) == ErrorCode::enhance_your_calm);
}

TEST_CASE("floodsOfContinuationsAreStopped") {  // CVE-2024-27316 and its kin
  RequestBalancer balancer;
  const auto begin = frame(FrameType::headers, 0, 1, block(request()));
  CHECK(attack(balancer, begin + times(10'000, frame(FrameType::continuation, 0, 1, ""))) ==
        ErrorCode::enhance_your_calm);
  CHECK(attack(balancer, begin + times(17, frame(FrameType::continuation, 0, 1, std::string(16'000, 'x')))) ==
        ErrorCode::enhance_your_calm);
}

TEST_CASE("aSmallHeaderBlockThatBecomesALargeListIsRefused") {  // an HPACK bomb
  RequestBalancer balancer;
  auto client = balancer.client();
  // A field of 4,000 bytes into the table, then a thousand references to it of one byte each.
  std::string bomb = block(request());
  bomb += std::string("\x40\x01x", 3) + "\x7f\xa1\x1e" + std::string(4000, 'a') + std::string(1000, '\xbe');
  client.send(frame(FrameType::headers, kEndHeaders | kEndStream, 1, bomb));
  CHECK(client.awaitStatus(1) == 8);
  CHECK(client.lives());
  CHECK(balancer.servers[0].isLeftAlone(50ms));
}

TEST_CASE("aServersHeaderListThatIsTooLargeEndsItsCallOnly") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  std::string bomb = block(response());
  bomb += std::string("\x40\x01x", 3) + "\x7f\xa1\x1e" + std::string(4000, 'a') + std::string(1000, '\xbe');
  server.send(frame(FrameType::headers, kEndHeaders, 1, bomb));
  CHECK(client.awaitStatus(1) == 8);
  CHECK(server.lives());
}

TEST_CASE("windowsThatAreOpenedByteByByteAreStopped") {  // CVE-2019-9511
  RequestBalancer balancer;
  auto client = balancer.client(setting(Setting::initial_window_size, 0));
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.headers(1, response());
  server.data(1, std::string(16'000, 'x'));
  server.data(1, std::string(16'000, 'x'));
  client.awaitHeaders(1);
  std::jthread opening(
      [&] { client.trySend(times(32'000, frame(FrameType::window_update, 0, 1, number(1)))); });
  CHECK(client.awaitFailure() == ErrorCode::enhance_your_calm);
}

TEST_CASE("headerListsThatLeadNowhereCostWhatTheyTakeToDecode") {
  RequestBalancer balancer;
  std::string bytes;
  for (StreamId stream = 1; stream < 101; stream += 2)  // 64,000 references of one byte each
    bytes += frame(FrameType::headers, kEndStream, stream, std::string(16'000, '\x82')) +
             times(2, frame(FrameType::continuation, 0, stream, std::string(16'000, '\x82'))) +
             frame(FrameType::continuation, kEndHeaders, stream, std::string(16'000, '\x82'));
  CHECK(attack(balancer, bytes) == ErrorCode::enhance_your_calm);
}

TEST_CASE("aServerThatGoesOnAndOnWithInformationalAnswersIsGivenUp") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  for (int i = 0; i < 100; ++i) server.headers(1, {{":status", "103"}, {"link", "</a>"}});
  CHECK(server.await(FrameType::rst_stream, 1).error() == ErrorCode::enhance_your_calm);
  CHECK(client.await(FrameType::rst_stream, 1).error() == ErrorCode::internal_error);
  CHECK(server.lives());
}

TEST_CASE("aServerThatSwitchesProtocolsIsGivenUp") {  // RFC 9113 §8.6
  RequestBalancer balancer;
  auto client = balancer.client();
  client.call(1);
  auto server = balancer.server();
  server.await(FrameType::data, 1);
  server.headers(1, {{":status", "101"}, {"x", "y"}});
  CHECK(server.await(FrameType::rst_stream, 1).error() == ErrorCode::protocol_error);
  CHECK(client.await(FrameType::rst_stream, 1).error() == ErrorCode::internal_error);
  CHECK(server.lives());
}

TEST_CASE("aTableLargerThanWeAllowIsRefused") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.send(frame(FrameType::headers, kEndHeaders | kEndStream, 1, "\x3f\xe1\xff\x03" + block(request())));
  CHECK(client.awaitFailure() == ErrorCode::compression_error);
}

TEST_CASE("streamsAboveTheLimitAreRefusedAndTheOthersGoOn") {
  RequestBalancer balancer;
  auto client = balancer.client();
  for (StreamId stream = 1; stream <= 201; stream += 2) client.headers(stream, request());
  const auto refused = client.await(FrameType::rst_stream);
  CHECK(refused.stream == 201);
  CHECK(refused.error() == ErrorCode::refused_stream);
  CHECK(client.lives());
}

TEST_CASE("moreThanAStreamsWindowIsAnErrorOfThatStream") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.headers(1, request());  // its server never comes, so nothing is taken
  for (int i = 0; i < 17; ++i) client.data(1, std::string(16'384, 'x'));
  CHECK(client.await(FrameType::rst_stream, 1).error() == ErrorCode::flow_control_error);
  CHECK(client.lives());
}

TEST_CASE("whoeverAsksAndDoesNotReadIsClosed") {
  RequestBalancer balancer;
  auto client = balancer.client();
  const auto asking = times(1000, frame(FrameType::ping, 0, 0, "12345678"));
  while (client.trySend(asking)) continue;  // the test's time limit ends it if the balancer does not
  CHECK(balancer.proxy->awaitClosed(1) == std::vector{CloseReason::limit});
}

TEST_CASE("whoeverGoesOnAfterTheLastGoAwayIsClosedSoon") {
  RequestBalancer balancer;
  auto client = balancer.client();
  client.trySend(frame(FrameType::ping, 0, 1, "12345678"));
  while (client.trySend(std::string(100'000, 'x')))
    continue;  // the test's time limit ends it if nothing does
  CHECK(client.await(FrameType::goaway).error() == ErrorCode::protocol_error);
}

TEST_CASE("connectionsThatHoldTheirCallsOpenCostBoundedMemory") {
  RequestBalancer balancer;
  const auto before = tcp_test::residentKilobytes();
  std::vector<Http2Peer> clients;
  const auto settings = setting(Setting::initial_window_size, 0);
  for (int i = 0; i < 300; ++i) {
    clients.push_back(balancer.client(settings));
    for (StreamId stream = 1; stream <= 19; stream += 2) clients.back().headers(stream, request());
  }
  CHECK(balancer.proxy->awaitOpen(300));
  CHECK(tcp_test::grownKilobytes(before) < 300 * 10 * 8);  // 8 kB a call, events of the test included
}

TEST_CASE("aConnectionThatRestsIsCheap") {
  RequestBalancer balancer;
  const auto before = tcp_test::residentKilobytes();
  std::vector<Http2Peer> clients;
  for (int i = 0; i < 500; ++i) clients.push_back(balancer.client());
  CHECK(balancer.proxy->awaitOpen(500));
  const auto each = tcp_test::grownKilobytes(before) * 1024 / 500;
  INFO(each << " bytes each");
  CHECK(each < 8 * 1024);  // both ends of it, the test's own included
}
