// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 9113 §8, and RFC 7541 where a peer can see it: what a call looks like.
#include "core/h2/limits.h"
#include "tests/core/http2/conformance.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::http2_test;
using http2::kEndHeaders;
using http2::kEndStream;

namespace {

constexpr std::uint8_t kWhole = kEndHeaders | kEndStream;

Fields plain(const std::string& method) {
  return {{":method", method}, {":scheme", "http"}, {":path", "/"}, {":authority", "test"}};
}

Fields twice(const std::string& name, const std::string& value) {
  auto fields = request();
  fields.insert(fields.begin(), {name, value});
  return fields;
}

/// A request whose block ends with these bytes.
std::string call(std::string_view representations) {
  return headersFrame(1, kWhole, block(request()) + std::string(representations));
}
std::string call(std::string_view before, std::string_view after) {
  return headersFrame(1, kWhole, std::string(before) + block(request()) + std::string(after));
}

}  // namespace

TEST_CASE("section8_1_aCallMayHaveAnyMethodABodyAndTrailers") {
  PlainYard().check({
      {"8.1 GET", headersOf(1, plain("GET")), answered()},
      {"8.1 HEAD", headersOf(1, plain("HEAD")), answered()},
      {"8.1 POST", headersOf(1, plain("POST"), false) + dataFrame(1, "x"), answered()},
      {"8.1 POST with trailers",
       headersOf(1, plain("POST"), false) + dataFrame(1, "x", false) + headersOf(1, {{"x", "y"}}),
       answered()},
      {"8.1 trailers without a body", headersOf(1, request(), false) + headersOf(1, {{"x", "y"}}),
       answered()},
      {"8.1 HEADERS amid a call that do not end it",
       headersOf(1, request(), false) + headersOf(1, {{"x", "y"}}, false),
       streamError(ErrorCode::protocol_error)},
      {"8.1 a malformed call costs that call only", headersOf(1, without(":path")) + headersOf(3, request()),
       answered(3)},
  });
}

TEST_CASE("section8_2_namesAndValues") {
  const auto error = streamError(ErrorCode::protocol_error);
  PlainYard().check({
      {"8.2.1 a name in upper case", headersOf(1, request({{"X-Test", "x"}})), error},
      {"8.2.1 a name with a blank", headersOf(1, request({{"x test", "x"}})), error},
      {"8.2.1 a name with a colon", headersOf(1, request({{"x:test", "x"}})), error},
      {"8.2.1 an empty name", headersOf(1, request({{"", "x"}})), error},
      {"8.2.1 a name with a byte above 127", headersOf(1, request({{"x\xff", "x"}})), error},
      {"8.2.1 a value with NUL", headersOf(1, request({{"x", std::string("a\0b", 3)}})), error},
      {"8.2.1 a value with CR", headersOf(1, request({{"x", "a\rb"}})), error},
      {"8.2.1 a value with LF", headersOf(1, request({{"x", "a\nb"}})), error},
      {"8.2.1 a value that begins with a blank", headersOf(1, request({{"x", " a"}})), error},
      {"8.2.1 a value that ends with a tab", headersOf(1, request({{"x", "a\t"}})), error},
      {"8.2.1 an empty value", headersOf(1, request({{"x", ""}})), answered()},
      {"8.2.2 connection", headersOf(1, request({{"connection", "keep-alive"}})), error},
      {"8.2.2 keep-alive", headersOf(1, request({{"keep-alive", "5"}})), error},
      {"8.2.2 proxy-connection", headersOf(1, request({{"proxy-connection", "x"}})), error},
      {"8.2.2 transfer-encoding", headersOf(1, request({{"transfer-encoding", "chunked"}})), error},
      {"8.2.2 upgrade", headersOf(1, request({{"upgrade", "h2c"}})), error},
      {"8.2.2 te other than trailers", headersOf(1, with("te", "trailers, deflate")), error},
  });
}

TEST_CASE("section8_3_pseudoHeaders") {
  const auto error = streamError(ErrorCode::protocol_error);
  auto unordered = without(":path");
  unordered.emplace_back(":path", "/");
  PlainYard().check({
      {"8.3 an unknown one", headersOf(1, request({{":test", "x"}})), error},
      {"8.3 an unknown one in its place", headersOf(1, twice(":test", "x")), error},
      {"8.3 one of answers", headersOf(1, twice(":status", "200")), error},
      {"8.3 one among trailers", headersOf(1, request(), false) + headersOf(1, {{":method", "GET"}}), error},
      {"8.3 one after other fields", headersOf(1, unordered), error},
      {"8.3.1 an empty :path", headersOf(1, with(":path", "")), error},
      {"8.3.1 no :method", headersOf(1, without(":method")), error},
      {"8.3.1 no :scheme", headersOf(1, without(":scheme")), error},
      {"8.3.1 no :path", headersOf(1, without(":path")), error},
      {"8.3.1 two :method", headersOf(1, twice(":method", "GET")), error},
      {"8.3.1 two :scheme", headersOf(1, twice(":scheme", "http")), error},
      {"8.3.1 two :path", headersOf(1, twice(":path", "/")), error},
      {"8.3.1 two :authority", headersOf(1, twice(":authority", "x")), error},
      {"8.3.1 no :authority", headersOf(1, without(":authority")), answered()},
      {"8.5 CONNECT: a tunnel is no call", headersOf(1, with(":method", "CONNECT")), error},
  });
}

TEST_CASE("section8_1_1_contentLengthIsTheLengthOfTheContent") {
  const auto error = streamError(ErrorCode::protocol_error);
  const auto promising = [](const std::string& length, bool end = false) {
    return headersOf(1, request({{"content-length", length}}), end);
  };
  PlainYard().check({
      {"8.1.1 as promised", promising("4") + dataFrame(1, "four"), answered()},
      {"8.1.1 as promised, in two frames", promising("4") + dataFrame(1, "fo", false) + dataFrame(1, "ur"),
       answered()},
      {"8.1.1 nothing, as promised", promising("0", true), answered()},
      {"8.1.1 more than promised", promising("1") + dataFrame(1, "four"), error},
      {"8.1.1 more than promised, in two frames",
       promising("4") + dataFrame(1, "four", false) + dataFrame(1, "x"), error},
      {"8.1.1 less than promised", promising("5") + dataFrame(1, "four"), error},
      {"8.1.1 nothing though promised", promising("5", true), error},
      {"8.1.1 trailers before what was promised",
       promising("5") + dataFrame(1, "four", false) + headersOf(1, {{"x", "y"}}), error},
      {"8.1.1 a length that is none", promising("x"), error},
      {"8.1.1 a length below nothing", promising("-1"), error},
      {"8.1.1 two lengths", headersOf(1, request({{"content-length", "1"}, {"content-length", "2"}})), error},
  });
}

TEST_CASE("rfc7541_eachRepresentationIsUnderstood") {
  // RFC 7541 §C.4: "custom-key" and "custom-value" in Huffman code.
  const std::string key = "\x88\x25\xa8\x49\xe9\x5b\xa9\x7d\x7f",
                    value = "\x89\x25\xa8\x49\xe9\x5b\xb8\xe8\xb4\xbf";
  const std::string name = std::string("\x01", 1) + "x", text = std::string("\x01", 1) + "y";
  const auto begin = [](char first) { return std::string(1, first); };
  PlainYard().check({
      {"6.1 an index of the static table", call("\x90"), answered()},
      {"6.2.1 indexed name", call(begin('\x53') + text), answered()},
      {"6.2.1 indexed name, Huffman", call(begin('\x53') + value), answered()},
      {"6.2.1 new name", call(begin('\x40') + name + text), answered()},
      {"6.2.1 new name, Huffman", call(begin('\x40') + key + value), answered()},
      {"6.2.2 indexed name", call(std::string("\x0f\x04", 2) + text), answered()},
      {"6.2.2 indexed name, Huffman", call(std::string("\x0f\x04", 2) + value), answered()},
      {"6.2.2 new name", call(begin('\0') + name + text), answered()},
      {"6.2.2 new name, Huffman", call(begin('\0') + key + value), answered()},
      {"6.2.3 indexed name", call(std::string("\x1f\x04", 2) + text), answered()},
      {"6.2.3 indexed name, Huffman", call(std::string("\x1f\x04", 2) + value), answered()},
      {"6.2.3 new name", call(begin('\x10') + name + text), answered()},
      {"6.2.3 new name, Huffman", call(begin('\x10') + key + value), answered()},
      {"6.1 an index of the dynamic table", call(begin('\x40') + name + text + '\xbe'), answered()},
      {"6.3 a change of the table's size", call("\x3f\xe1\x1f", ""), answered()},
      {"6.3 two changes of the table's size", call("\x20\x3f\xe1\x1f", ""), answered()},
  });
}

TEST_CASE("rfc7541_whatCannotBeDecodedEndsTheConnection") {
  const auto error = connectionError(ErrorCode::compression_error);
  const std::string name = std::string("\0\x01", 2) + "x";
  PlainYard().check({
      {"2.3.3 an index beyond both tables", call("\xfe"), error},
      {"2.3.3 a name beyond both tables", call("\x7e\x01y"), error},
      {"4.2 a change of the table's size at the end of a block", call("\x3f\x09"), error},
      {"5.1 an integer that goes on and on", call("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), error},
      {"5.2 Huffman padding longer than 7 bits", call(name + "\x82\x1f\xff"), error},
      {"5.2 Huffman padding of zeros", call(name + std::string("\x81\x00", 2)), error},
      {"5.2 Huffman code with EOS", call(name + "\x84\xff\xff\xff\xff"), error},
      {"5.2 a string longer than its block", call(name + "\x7e"), error},
      {"5.2 a string that is cut",
       call(name + "\x05"
                   "b"),
       error},
      {"6.1 index 0", call("\x80"), error},
      {"6.3 a table larger than ours", call("\x3f\xe2\x1f", ""), error},
  });
}
