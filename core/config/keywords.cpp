// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/keywords.h"

#include "core/balance/policy.h"
#include "core/base/spelling.h"

#include <algorithm>

namespace switchyard::config {
namespace {

constexpr bool kOnce = false;
constexpr bool kOften = true;
constexpr std::uint32_t kMostConnections = 10'000'000;

void setGlobalMaxconn(Draft& draft, const Statement& at) {
  if (const auto number = readNumber(draft, at.line, "maxconn", at.args[0], 0, kMostConnections))
    draft.maxconn = *number;
}

void setMaxconn(Draft& draft, const Statement& at) {
  if (const auto number = readNumber(draft, at.line, "maxconn", at.args[0], 0, kMostConnections))
    draft.proxy->maxconn = *number;
}

void setMode(Draft& draft, const Statement& at) {
  draft.proxy->mode_line = at.line;
  if (at.args[0] == "tcp")
    draft.proxy->mode = Mode::tcp;
  else if (at.args[0] == "http")
    draft.proxy->mode = Mode::http;
  else
    draft.fail(at.line, "There is no mode " + shown(at.args[0]) + ".",
               "Write 'mode tcp' to balance connections or 'mode http' to balance requests.");
}

/// Whether what stands before the parenthesis is the name of an algorithm.
bool isAlgorithm(std::string_view balance) {
  const auto names = policyNames();
  return std::any_of(names.begin(), names.end(), [&](std::string_view known) {
    return known.substr(0, known.find('(')) == balance.substr(0, balance.find('('));
  });
}

void setBalance(Draft& draft, const Statement& at) {
  std::string name = at.args[0];
  if (name == "static-rr") {
    draft.note(at.line,
               "'balance static-rr' is done as 'roundrobin', which spreads alike and lets weights change.");
    name = "roundrobin";
  }
  draft.proxy->balance_line = at.line;
  if (const auto policy = makePolicy(name); !policy)
    return draft.fail(
        at.line, policy.error().what,
        isAlgorithm(name) ? policy.error().remedy : didYouMean(name, policyNames(), policy.error().remedy));
  if (at.args.size() > 1)
    draft.note(at.line,
               shown(at.args[1]) + " has no effect here, because '" + name + "' takes no parameter.");
  draft.proxy->balance = name;
}

void setHashType(Draft& draft, const Statement& at) {
  constexpr std::string_view kMethods[] = {"map-based", "consistent"};
  draft.proxy->hash_type_line = at.line;
  draft.proxy->consistent_hash = at.args[0] == "consistent";
  if (!draft.proxy->consistent_hash && at.args[0] != "map-based")
    return draft.fail(at.line, "There is no hash-type " + shown(at.args[0]) + ".",
                      suggest(at.args[0], kMethods));
  if (at.args.size() > 1)
    draft.note(at.line, shown(at.args[1]) +
                            " has no effect here, because the hash function is always the same one, mixed.");
}

/// HAProxy 2.6 manual §4.2 "hash-balance-factor": 0 for none, else above 100.
void setHashBalanceFactor(Draft& draft, const Statement& at) {
  draft.proxy->hash_balance_line = at.line;
  const auto factor = readNumber(draft, at.line, at.keyword, at.args[0], 0, 65'535);
  if (factor && *factor > 0 && *factor <= 100)
    return draft.fail(at.line, at.text + " would leave calls without a server.",
                      "Write a percentage above 100, or 0 for no bound.");
  if (factor) draft.proxy->hash_balance_factor = *factor;
}

void setDefaultBackend(Draft& draft, const Statement& at) {
  draft.proxy->default_backend = at.args[0];
  draft.proxy->default_backend_line = at.line;
}

/// One of Timeouts and the line that says it.
void setTimeout(Draft& draft, const Statement& at, Milliseconds Timeouts::*time,
                int Timeouts::*line = nullptr) {
  auto& timeouts = draft.proxy->timeouts;
  if (const auto read = readTime(draft, at.line, at.keyword, at.args[0])) timeouts.*time = *read;
  if (line != nullptr) timeouts.*line = at.line;
}

void setTimeoutConnect(Draft& draft, const Statement& at) {
  setTimeout(draft, at, &Timeouts::connect, &Timeouts::connect_line);
}

void setTimeoutClient(Draft& draft, const Statement& at) {
  setTimeout(draft, at, &Timeouts::client, &Timeouts::client_line);
}

void setTimeoutServer(Draft& draft, const Statement& at) {
  setTimeout(draft, at, &Timeouts::server, &Timeouts::server_line);
}

void setTimeoutQueue(Draft& draft, const Statement& at) {
  setTimeout(draft, at, &Timeouts::queue, &Timeouts::queue_line);
}

void setTimeoutCheck(Draft& draft, const Statement& at) {
  setTimeout(draft, at, &Timeouts::check);
  draft.proxy->waiting.push_back({at.line, at.text, Needs::check});
}

void setTimeoutRequest(Draft& draft, const Statement& at) {
  setTimeout(draft, at, &Timeouts::http_request);
  draft.proxy->waiting.push_back({at.line, at.text, Needs::http});
}

void setTimeoutKeepAlive(Draft& draft, const Statement& at) {
  setTimeout(draft, at, &Timeouts::http_keep_alive);
  draft.proxy->waiting.push_back({at.line, at.text, Needs::http});
}

void setAllBackups(Draft& draft, const Statement&) {
  draft.proxy->all_backups = true;
}

void setDisabled(Draft& draft, const Statement&) {
  draft.proxy->disabled = true;
}

void setEnabled(Draft& draft, const Statement&) {
  draft.proxy->disabled = false;
}

// One row a keyword; see HAProxy 2.6 manual §3 and §4 for what each means.
constexpr Keyword kKeywords[] = {
    {"maxconn", kGlobal, 1, 1, kOnce, "maxconn 2000", setGlobalMaxconn},
    {"maxconn", kDefaults | kFront, 1, 1, kOnce, "maxconn 2000", setMaxconn},
    {"crt-base", kGlobal, 1, 1, kOnce, "crt-base /etc/ssl/private", setCrtBase},
    {"ca-base", kGlobal, 1, 1, kOnce, "ca-base /etc/ssl/certs", setCaBase},
    {"ssl-server-verify", kGlobal, 1, 1, kOnce, "ssl-server-verify none", setServerVerify},
    {"mode", kProxies, 1, 1, kOnce, "mode tcp", setMode},
    {"bind", kFront, 1, 64, kOften, "bind 127.0.0.1:8443", applyBind},
    {"default_backend", kDefaults | kFront, 1, 1, kOnce, "default_backend NAME", setDefaultBackend},
    {"balance", kDefaults | kBack, 1, 64, kOnce, "balance roundrobin", setBalance},
    {"hash-type", kDefaults | kBack, 1, 3, kOnce, "hash-type consistent", setHashType},
    {"hash-balance-factor", kDefaults | kBack, 1, 1, kOnce, "hash-balance-factor 150", setHashBalanceFactor},
    {"server", kBack, 2, 64, kOften, "server srv01 127.0.0.1:50051", applyServer},
    {"default-server", kDefaults | kBack, 1, 64, kOften, "default-server weight 10", applyDefaultServer},
    {"timeout connect", kDefaults | kBack, 1, 1, kOnce, "timeout connect 10s", setTimeoutConnect},
    {"timeout client", kDefaults | kFront, 1, 1, kOnce, "timeout client 60s", setTimeoutClient},
    {"timeout server", kDefaults | kBack, 1, 1, kOnce, "timeout server 60s", setTimeoutServer},
    {"timeout queue", kDefaults | kBack, 1, 1, kOnce, "timeout queue 5s", setTimeoutQueue},
    {"retries", kDefaults | kBack, 1, 1, kOnce, "retries 3", setRetries},
    {"retry-on", kDefaults | kBack, 1, 64, kOnce, "retry-on conn-failure empty-response", setRetryOn},
    {"option redispatch", kDefaults | kBack, 0, 1, kOnce, "option redispatch", setRedispatch},
    {"option forwardfor", kProxies, 0, 5, kOnce, "option forwardfor", setForwardFor},
    {"option allbackups", kDefaults | kBack, 0, 0, kOnce, "option allbackups", setAllBackups},
    {"timeout check", kDefaults | kBack, 1, 1, kOnce, "timeout check 1s", setTimeoutCheck},
    {"timeout http-request", kProxies, 1, 1, kOnce, "timeout http-request 10s", setTimeoutRequest},
    {"timeout http-keep-alive", kProxies, 1, 1, kOnce, "timeout http-keep-alive 60s", setTimeoutKeepAlive},
    {"option httpchk", kDefaults | kBack, 0, 3, kOften, "option httpchk", setHttpCheck},
    {"option grpchk", kDefaults | kBack, 0, 1, kOnce, "option grpchk", setGrpcCheck},
    {"option panic-threshold", kDefaults | kBack, 1, 1, kOnce, "option panic-threshold 50",
     setPanicThreshold},
    {"disabled", kProxies, 0, 0, kOnce, "disabled", setDisabled},
    {"enabled", kProxies, 0, 0, kOnce, "enabled", setEnabled},
};

}  // namespace

std::span<const Keyword> keywords() {
  return kKeywords;
}

}  // namespace switchyard::config
