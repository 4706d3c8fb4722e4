// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Just enough HTTP/2 (RFC 9113) for a load generator and a server that cost less than the proxies that they measure.
namespace switchyard::bench {

enum FrameType : std::uint8_t { data = 0, headers = 1, rst_stream = 3, settings = 4, ping = 6, goaway = 7, window_update = 8 };
constexpr std::uint8_t kEndStream = 1;
constexpr std::uint8_t kAck = 1;
constexpr std::uint8_t kEndHeaders = 4;
constexpr std::size_t kHeader = 9;
constexpr std::size_t kMessagePrefix = 5;  // of a gRPC message: compressed or not, length
constexpr std::size_t kMaxFrame = 16384;
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::int64_t kDefaultWindow = 65535;
constexpr std::size_t kDefaultTableSize = 4096;  // of HPACK

inline std::uint32_t get32(const std::uint8_t* from) {
  return std::uint32_t{from[0]} << 24 | std::uint32_t{from[1]} << 16 | std::uint32_t{from[2]} << 8 | from[3];
}

inline void put32(std::string& to, std::uint32_t value) {
  const char bytes[] = {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
                        static_cast<char>(value)};
  to.append(bytes, 4);
}

inline void putFrame(std::string& to, FrameType type, std::uint8_t flags, std::uint32_t stream, std::size_t length) {
  const char bytes[] = {static_cast<char>(length >> 16), static_cast<char>(length >> 8), static_cast<char>(length),
                        static_cast<char>(type), static_cast<char>(flags)};
  to.append(bytes, 5);
  put32(to, stream);
}

inline void putFrame(std::string& to, FrameType type, std::uint8_t flags, std::uint32_t stream, std::string_view payload) {
  putFrame(to, type, flags, stream, payload.size());
  to.append(payload);
}

inline void putWindowUpdate(std::string& to, std::uint32_t stream, std::uint32_t increment) {
  putFrame(to, window_update, 0, stream, 4);
  put32(to, increment);
}

/// One header list of one connection. gRPC libraries index their headers: the first block fills the peer's dynamic
/// table, all later ones only point into it. Made by nghttp2's deflater, once each.
class RepeatedHeaders {
 public:
  using List = std::vector<std::pair<std::string, std::string>>;

  RepeatedHeaders(nghttp2_hd_deflater* deflater, const List& list) {
    first_ = deflate(deflater, list);
    later_ = deflate(deflater, list);
  }
  std::string_view next() {
    if (sent_first_) return later_;
    sent_first_ = true;
    return first_;
  }

 private:
  static std::string deflate(nghttp2_hd_deflater* deflater, const List& list) {
    std::vector<nghttp2_nv> fields;
    for (const auto& [name, value] : list)
      fields.push_back({reinterpret_cast<std::uint8_t*>(const_cast<char*>(name.data())),
                        reinterpret_cast<std::uint8_t*>(const_cast<char*>(value.data())), name.size(), value.size(),
                        NGHTTP2_NV_FLAG_NONE});
    std::string block(nghttp2_hd_deflate_bound(deflater, fields.data(), fields.size()), '\0');
    const auto size = nghttp2_hd_deflate_hd(deflater, reinterpret_cast<std::uint8_t*>(block.data()), block.size(),
                                            fields.data(), fields.size());
    block.resize(static_cast<std::size_t>(size));
    return block;
  }

  std::string first_;
  std::string later_;
  bool sent_first_ = false;
};

}  // namespace switchyard::bench
