// SPDX-License-Identifier: GPL-3.0-or-later
// Header blocks that end in the middle of what they say (RFC 7541 §5): an error of their connection
// (RFC 9113 §4.3), whoever sent them and in whatever frame.
#include "tests/core/http2/proxy.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;
using http2::HeaderDecoder;
using http2::kEndHeaders;
using http2::kEndStream;

namespace {

/// One whole field or change of the table in each of RFC 7541's representations; integers of one byte and of
/// more.
std::vector<std::string> representations() {
  const std::string long_text(300, 'x');
  const auto text = [](const std::string& bytes) {  // 127 and more in several bytes (§5.1)
    std::string literal;
    http2::putLiteralField(literal, bytes, {});
    return literal.substr(1, literal.size() - 2);
  };
  return {
      "\x82",                                             // indexed
      "\x0F\x10" + text("ab"),                            // literal, its name's number in two bytes
      '\0' + text("a") + text("b"),                       // with a new name
      '\0' + text("a") + text(long_text),                 //
      '\0' + text(long_text) + text("b"),                 //
      '\x40' + text("a") + text("b"),                     // into the table
      '\x40' + text(long_text) + text(long_text),         //
      "\x44" + text("b"),                                 // into the table, with a name from it
      '\x10' + text("a") + text("b"),                     // never indexed
      std::string{'\0', 1, 'a', '\x82', '\x1C', '\x64'},  // a value in Huffman's code
      "\x3F\xE1\x1F",                                     // the table's size
  };
}

std::vector<std::string> cutBlocks() {
  std::vector<std::string> cut;
  for (const auto& whole : representations())
    for (const auto size : {std::size_t{1}, whole.size() / 2, whole.size() - 1})
      if (size > 0 && size < whole.size()) cut.push_back(whole.substr(0, size));
  return cut;
}

std::string headersFrame(StreamId stream, const std::string& bytes, std::uint8_t flags = 0) {
  return frame(FrameType::headers, static_cast<std::uint8_t>(kEndHeaders | flags), stream, bytes);
}

}  // namespace

TEST_CASE("aBlockIsDecodedWholeAndNoBeginningOfAFieldIs") {
  for (const auto& whole : representations()) {
    const bool changes_size = whole[0] == '\x3F';
    for (std::size_t size = 1; size <= whole.size(); ++size) {
      INFO("the first byte is " << static_cast<int>(static_cast<unsigned char>(whole[0])) << ", " << size
                                << " of " << whole.size() << " bytes");
      // A heap block of its own, so that a sanitizer sees the first byte behind it.
      const std::vector<char> bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      http2::HeaderStore store;
      HeaderDecoder decoder(store);
      const auto decoded = decoder.decode({bytes.data(), bytes.size()});
      REQUIRE((decoded.outcome == HeaderDecoder::Outcome::decoded) == (size == whole.size()));
      if (size == whole.size()) CHECK(decoded.list->fields().size() == (changes_size ? 0U : 1U));
    }
  }
}

TEST_CASE("aClientsBlockThatIsCutEndsItsConnectionAndNobodyElses") {
  RequestBalancer balancer;
  auto other = balancer.client();
  for (const auto& cut : cutBlocks()) {
    auto client = balancer.client();
    client.send(headersFrame(1, block(request()) + cut, kEndStream));
    CHECK(client.awaitFailure() == ErrorCode::compression_error);
  }
  for (const auto& cut : cutBlocks()) {  // the same as trailers
    auto client = balancer.client();
    client.headers(1, request());
    client.send(headersFrame(1, cut, kEndStream));
    CHECK(client.awaitFailure() == ErrorCode::compression_error);
  }
  CHECK(other.lives());
}

TEST_CASE("aServersBlockThatIsCutLosesItsConnectionAndNotTheBalancer") {
  RequestBalancer balancer;
  auto client = balancer.client();
  StreamId stream = 1;
  for (const bool in_trailers : {false, true})
    for (const auto& cut : cutBlocks()) {
      client.call(stream);
      auto server = balancer.server();
      server.await(FrameType::data, 1);
      if (in_trailers) server.headers(1, response());
      server.send(headersFrame(1, in_trailers ? cut : block(response()) + cut));
      CHECK(client.awaitStatus(stream) == 14);
      CHECK(server.awaitFailure() == ErrorCode::compression_error);
      stream += 2;
    }
  CHECK(client.lives());
}
