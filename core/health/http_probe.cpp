// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/health/probe.h"

#include <charconv>

namespace switchyard::health {
namespace {

constexpr std::size_t kLongestStatusLine = 1024;

/// The status of "HTTP/1.1 200 OK" (RFC 9112 §4); 0 when it is none.
int statusOf(std::string_view line) {
  int status = 0;
  if (!line.starts_with("HTTP/1.") || line.size() < 13 || line[8] != ' ') return 0;
  if (std::string_view(" \r\n").find(line[12]) == std::string_view::npos) return 0;
  const auto [rest, failure] = std::from_chars(line.data() + 9, line.data() + 12, status);
  return failure == std::errc{} && rest == line.data() + 12 && status >= 100 ? status : 0;
}

class HttpProbe final : public Probe {
 public:
  explicit HttpProbe(const Plan& plan) : plan_(plan) {}

  Verdict connected(std::string& reply) override {
    reply += plan_.method + " " + plan_.uri + (plan_.host.empty() ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    if (!plan_.host.empty()) reply += "host: " + plan_.host + "\r\n";
    reply += "connection: close\r\n\r\n";
    return Verdict::pending;
  }

  Verdict received(std::string_view bytes, std::string&) override {
    line_ += bytes.substr(0, kLongestStatusLine - line_.size());
    const auto end = line_.find('\n');
    if (end == std::string::npos && line_.size() < kLongestStatusLine) return Verdict::pending;
    const int status = end == std::string::npos ? 0 : statusOf(line_);
    reason_ = status == 0 ? "answered with something that is not HTTP/1"
                          : "answered with HTTP status " + std::to_string(status);
    // HAProxy 2.6 manual §4.2 "option httpchk": 2xx and 3xx are valid.
    return status >= 200 && status < 400 ? Verdict::passed : Verdict::failed;
  }

  std::string reason() const override { return reason_; }

 private:
  Plan plan_;
  std::string line_;
  std::string reason_;
};

}  // namespace

std::unique_ptr<Probe> makeHttpProbe(const Plan& plan) {
  return std::make_unique<HttpProbe>(plan);
}

}  // namespace switchyard::health
