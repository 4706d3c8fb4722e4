// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/health/http2_answers.h"

#include <nghttp2/nghttp2.h>

#include <catch2/catch.hpp>
#include <cstring>

namespace switchyard::health {
namespace {

nghttp2_nv field(const char* name, const std::string& value) {
  return {reinterpret_cast<std::uint8_t*>(const_cast<char*>(name)),
          reinterpret_cast<std::uint8_t*>(const_cast<char*>(value.data())), std::strlen(name), value.size(),
          NGHTTP2_NV_FLAG_NONE};
}

class SpeaksHttp2 final : public Answers {
 public:
  SpeaksHttp2(const Http2Answer& answer, Http2Question& question) : answer_(answer), question_(question) {
    nghttp2_session_callbacks* callbacks = nullptr;
    REQUIRE(nghttp2_session_callbacks_new(&callbacks) == 0);
    nghttp2_session_callbacks_set_on_header_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame*, const std::uint8_t* name, std::size_t name_size,
                      const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* self) {
          const auto text = [](const std::uint8_t* bytes, std::size_t size) {
            return std::string(reinterpret_cast<const char*>(bytes), size);
          };
          static_cast<SpeaksHttp2*>(self)->question_.headers[text(name, name_size)] = text(value, value_size);
          return 0;
        });
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
        callbacks, [](nghttp2_session*, std::uint8_t, std::int32_t, const std::uint8_t* data,
                      std::size_t size, void* self) {
          static_cast<SpeaksHttp2*>(self)->question_.body.append(reinterpret_cast<const char*>(data), size);
          return 0;
        });
    nghttp2_session_callbacks_set_on_frame_recv_callback(
        callbacks, [](nghttp2_session*, const nghttp2_frame* frame, void* self) {
          const bool request = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
          if (request && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0)
            static_cast<SpeaksHttp2*>(self)->answer(frame->hd.stream_id);
          return 0;
        });
    REQUIRE(nghttp2_session_server_new(&session_, callbacks, this) == 0);
    nghttp2_session_callbacks_del(callbacks);
    nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, nullptr, 0);
  }
  ~SpeaksHttp2() override { nghttp2_session_del(session_); }

  bool received(std::string_view bytes, std::string& reply) override {
    const auto used =
        nghttp2_session_mem_recv(session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    CHECK(used == static_cast<ssize_t>(bytes.size()));
    const std::uint8_t* out = nullptr;
    for (ssize_t size; (size = nghttp2_session_mem_send(session_, &out)) > 0;)
      reply.append(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
    return true;
  }

 private:
  void answer(std::int32_t stream) {
    const auto status = std::to_string(answer_.status);
    const auto header = field(":status", status);
    nghttp2_data_provider body{};
    body.source.ptr = this;
    body.read_callback = [](nghttp2_session* session, std::int32_t id, std::uint8_t* to, std::size_t,
                            std::uint32_t* flags, nghttp2_data_source* source, void*) {
      const auto& answer = static_cast<SpeaksHttp2*>(source->ptr)->answer_;
      std::memcpy(to, answer.body.data(), answer.body.size());
      *flags |= NGHTTP2_DATA_FLAG_EOF;
      if (answer.grpc_status >= 0) {
        *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
        const auto code = std::to_string(answer.grpc_status);
        const auto trailer = field("grpc-status", code);
        nghttp2_submit_trailer(session, id, &trailer, 1);
      }
      return static_cast<ssize_t>(answer.body.size());
    };
    REQUIRE(nghttp2_submit_response(session_, stream, &header, 1, &body) == 0);
  }

  const Http2Answer& answer_;
  Http2Question& question_;
  nghttp2_session* session_ = nullptr;
};

}  // namespace

Peer::Make speaksHttp2(const Http2Answer& answer, Http2Question& question) {
  return [&] { return std::make_unique<SpeaksHttp2>(answer, question); };
}

std::string grpcMessage(std::string_view bytes) {
  return std::string{0, 0, 0, 0, static_cast<char>(bytes.size())} + std::string(bytes);
}

}  // namespace switchyard::health
