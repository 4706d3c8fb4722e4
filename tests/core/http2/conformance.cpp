// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/http2/conformance.h"

#include <catch2/catch.hpp>

namespace switchyard::http2_test {

Outcome connectionError(ErrorCode code) {
  return {Outcome::Kind::connection_error, code, 0};
}
Outcome streamError(ErrorCode code, StreamId stream) {
  return {Outcome::Kind::stream_error, code, stream};
}
Outcome answered(StreamId stream) {
  return {Outcome::Kind::answered, ErrorCode::no_error, stream};
}
Outcome ignored() {
  return {};
}

void PlainYard::check(const std::vector<Behaviour>& behaviours) const {
  for (const auto& [what, bytes, outcome] : behaviours) {
    INFO(what);
    auto peer = client();
    peer.trySend(bytes);
    switch (outcome.kind) {
      case Outcome::Kind::connection_error:
        CHECK(peer.awaitFailure() == outcome.code);
        continue;
      case Outcome::Kind::stream_error:
        CHECK(peer.await(FrameType::rst_stream, outcome.stream).error() == outcome.code);
        break;
      case Outcome::Kind::answered:
        CHECK(peer.awaitStatus(outcome.stream) == 0);
        break;
      case Outcome::Kind::ignored:
        break;
    }
    CHECK(peer.lives());
  }
}

std::string headersOf(StreamId stream, const Fields& fields, bool end) {
  std::string bytes;
  http2::putHeaders(bytes, stream, block(fields), end);
  return bytes;
}

std::string headersFrame(StreamId stream, std::uint8_t flags, std::string_view payload) {
  return frame(FrameType::headers, flags, stream, payload);
}

std::string dataFrame(StreamId stream, std::string_view bytes, bool end) {
  return frame(FrameType::data, end ? http2::kEndStream : 0, stream, bytes);
}

std::string priority(StreamId depends_on, std::uint8_t weight, bool exclusive) {
  return number(depends_on | (exclusive ? 0x8000'0000 : 0)) + static_cast<char>(weight);
}

Fields with(std::string_view name, const std::string& value) {
  auto fields = request();
  for (auto& field : fields)
    if (field.first == name) field.second = value;
  return fields;
}

Fields without(std::string_view name) {
  auto fields = request();
  std::erase_if(fields, [&](const auto& field) { return field.first == name; });
  return fields;
}

}  // namespace switchyard::http2_test
