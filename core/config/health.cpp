// SPDX-License-Identifier: GPL-3.0-or-later
// Keywords about the health of servers.
#include "core/base/spelling.h"
#include "core/config/keywords.h"

#include <algorithm>

namespace switchyard::config {
namespace {

constexpr std::size_t kLongestService = 127;  // its length is one byte on the wire

bool isToken(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// "/path", without blanks or control characters that would end the request's first line.
bool isPath(std::string_view word) {
  return word.starts_with('/') &&
         std::all_of(word.begin(), word.end(), [](char c) { return c > ' ' && c != 127; });
}

/// The host in "HTTP/1.1\r\nHost:\ www.example.com", HAProxy's old way to write it.
std::string hostIn(std::string_view version) {
  constexpr std::string_view kHeader = "\r\nhost:";
  std::string lower(version);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto at = lower.find(kHeader);
  if (at == std::string::npos) return {};
  auto host = version.substr(at + kHeader.size());
  while (host.starts_with(' ')) host.remove_prefix(1);
  return std::string(host.substr(0, host.find('\r')));
}

}  // namespace

/// `option httpchk`, `… URI`, `… METHOD URI [VERSION]` (HAProxy 2.6 manual §4.2).
void setHttpCheck(Draft& draft, const Statement& at) {
  auto& check = draft.proxy->check;
  check = {.kind = CheckKind::http, .line = at.line};
  const std::string uri = at.args.empty() ? "/" : at.args[at.args.size() == 1 ? 0 : 1];
  const std::string method = at.args.size() < 2 ? "OPTIONS" : at.args[0];
  if (!isToken(method) || !isPath(uri))
    return draft.fail(at.line, at.text + " names no method and path.",
                      "Write it as in 'option httpchk GET /health'.");
  check.method = method;
  check.uri = uri;
  if (at.args.size() == 3) check.host = hostIn(at.args[2]);
  draft.proxy->waiting.push_back({at.line, at.text, Needs::check});
  draft.note(
      at.line,
      "A gRPC server takes nothing but POST over HTTP/2, so the check of " + at.text + " would find it down.",
      "Remove it; 'check' alone then asks whether the server can be connected to. Or write 'option grpchk'.");
}

void setGrpcCheck(Draft& draft, const Statement& at) {
  auto& check = draft.proxy->check;
  check = {.kind = CheckKind::grpc, .line = at.line};
  if (!at.args.empty()) check.service = at.args[0];
  if (check.service.size() > kLongestService)
    return draft.fail(at.line, "The service " + shown(check.service) + " has a name longer than 127 bytes.",
                      "Write a shorter one, or none to ask for the server as a whole.");
  draft.proxy->waiting.push_back({at.line, at.text, Needs::check});
  draft.note(at.line,
             at.text + " is an extension of Switchyard, which HAProxy refuses: it asks grpc.health.v1.");
}

void setPanicThreshold(Draft& draft, const Statement& at) {
  if (const auto percent = readNumber(draft, at.line, at.keyword, at.args[0], 0, 100))
    draft.proxy->panic_threshold = *percent;
  draft.note(at.line, at.text + " is an extension of Switchyard after Envoy, which HAProxy refuses.");
}

}  // namespace switchyard::config
