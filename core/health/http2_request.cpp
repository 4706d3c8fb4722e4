// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/http2_request.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace switchyard::health {
namespace {

int numberIn(std::string_view text, int otherwise) {
  int number = otherwise;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc{} && rest == text.data() + text.size() ? number : otherwise;
}

nghttp2_nv field(const std::pair<std::string, std::string>& of) {
  const auto bytes = [](const std::string& text) {
    return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));  // nghttp2 copies
  };
  return {bytes(of.first), bytes(of.second), of.first.size(), of.second.size(), NGHTTP2_NV_FLAG_NONE};
}

}  // namespace

Http2Request::Http2Request(const Fields& fields, std::string body) : request_body_(std::move(body)) {
  nghttp2_session_callbacks* made = nullptr;
  nghttp2_session_callbacks_new(&made);
  const std::unique_ptr<nghttp2_session_callbacks, decltype(&nghttp2_session_callbacks_del)> callbacks(
      made, &nghttp2_session_callbacks_del);
  nghttp2_session_callbacks_set_on_header_callback(made, onHeader);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(made, onData);
  nghttp2_session_callbacks_set_on_stream_close_callback(made, onClose);
  nghttp2_session* session = nullptr;
  nghttp2_session_client_new(&session, made, this);
  session_.reset(session);
  nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, nullptr, 0);
  std::vector<nghttp2_nv> list;
  std::transform(fields.begin(), fields.end(), std::back_inserter(list), field);
  nghttp2_data_provider provider{};
  provider.source.ptr = this;
  provider.read_callback = readBody;
  nghttp2_submit_request(session, nullptr, list.data(), list.size(),
                         request_body_.empty() ? nullptr : &provider, nullptr);
}

void Http2Request::send(std::string& reply) {
  const std::uint8_t* bytes = nullptr;
  for (ssize_t size; (size = nghttp2_session_mem_send(session_.get(), &bytes)) > 0;)
    reply.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

bool Http2Request::receive(std::string_view bytes) {
  const auto used = nghttp2_session_mem_recv(
      session_.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return used == static_cast<ssize_t>(bytes.size()) && nghttp2_session_want_read(session_.get()) != 0;
}

int Http2Request::onHeader(nghttp2_session*, const nghttp2_frame*, const std::uint8_t* name,
                           std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                           std::uint8_t, void* self) {
  auto& request = *static_cast<Http2Request*>(self);
  const std::string_view key(reinterpret_cast<const char*>(name), name_size);
  const std::string_view text(reinterpret_cast<const char*>(value), value_size);
  if (key == ":status") request.status_ = numberIn(text, 0);
  if (key == "grpc-status") request.grpc_status_ = numberIn(text, -1);
  return 0;
}

int Http2Request::onData(nghttp2_session*, std::uint8_t, std::int32_t, const std::uint8_t* data,
                         std::size_t size, void* self) {
  auto& body = static_cast<Http2Request*>(self)->body_;
  body.append(reinterpret_cast<const char*>(data), std::min(size, kMostBody - body.size()));
  return 0;
}

int Http2Request::onClose(nghttp2_session*, std::int32_t, std::uint32_t, void* self) {
  static_cast<Http2Request*>(self)->ended_ = true;
  return 0;
}

ssize_t Http2Request::readBody(nghttp2_session*, std::int32_t, std::uint8_t* to, std::size_t size,
                               std::uint32_t* flags, nghttp2_data_source* source, void*) {
  auto& request = *static_cast<Http2Request*>(source->ptr);
  const auto part = std::min(size, request.request_body_.size() - request.body_sent_);
  std::memcpy(to, request.request_body_.data() + request.body_sent_, part);
  request.body_sent_ += part;
  if (request.body_sent_ == request.request_body_.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(part);
}

}  // namespace switchyard::health
