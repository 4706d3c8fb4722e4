// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/balance/policy.h"
#include "core/base/spelling.h"
#include "core/config/keywords.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace switchyard::config {
namespace {

std::string named(const Proxy& proxy) {
  return std::string(sectionName(proxy.section)) + " '" + proxy.name + "'";
}

bool isFront(const Proxy& proxy) {
  return (proxy.section & kFront) != 0 && !proxy.disabled;
}
bool isBack(const Proxy& proxy) {
  return (proxy.section & kBack) != 0 && !proxy.disabled;
}

/// The section whose servers a frontend's connections go to; nullptr when there is none.
const Proxy* backendOf(const Draft& draft, const Proxy& front) {
  if (!front.default_backend.empty()) return draft.find(front.default_backend, kBack);
  return front.section == kListen ? &front : nullptr;
}

bool isUsed(const Draft& draft, const Proxy& back) {
  return std::any_of(draft.proxies.begin(), draft.proxies.end(),
                     [&](const Proxy& front) { return isFront(front) && backendOf(draft, front) == &back; });
}

void everyFrontendHasABackend(Draft& draft) {
  bool any = false;
  for (const auto& front : draft.proxies) {
    if (!isFront(front)) continue;
    any = true;
    if (front.binds.empty() && !front.tried.contains("bind"))
      draft.fail(front.line, "The " + named(front) + " listens nowhere.",
                 "Add a line such as 'bind 127.0.0.1:8443'.");
    const auto* back = backendOf(draft, front);
    if (back == nullptr && front.default_backend.empty()) {
      if (!front.tried.contains("default_backend"))
        draft.fail(front.line, "The " + named(front) + " has no backend.",
                   "Add a line 'default_backend NAME'.");
    } else if (back == nullptr) {
      std::vector<std::string_view> names;
      for (const auto& proxy : draft.proxies)
        if (isBack(proxy)) names.push_back(proxy.name);
      draft.fail(front.default_backend_line, "There is no backend " + shown(front.default_backend) + ".",
                 didYouMean(front.default_backend, names, "Add a section 'backend NAME' with its servers."));
    } else if (back->disabled) {
      draft.fail(front.default_backend_line, "The " + named(*back) + " is disabled.",
                 "Remove 'disabled' there, or use another.");
    } else if (back->mode !=
               front.mode) {  // HAProxy: HTTP to TCP is an error, TCP to HTTP a change of mode on the way
      draft.fail(std::max(back->mode_line, front.mode_line),
                 "The " + named(front) + " and its " + named(*back) + " have different modes.",
                 "Write the same 'mode' in both.");
    }
  }
  if (!any && draft.errors == 0)
    draft.fail(0, "The file has no frontend.",
               "Add a section 'frontend NAME' with 'bind' and 'default_backend' lines.");
}

void everyBackendHasServers(Draft& draft) {
  for (const auto& back : draft.proxies) {
    if (!isBack(back)) continue;
    const bool used = isUsed(draft, back);
    if (!used && back.section == kBackend)
      draft.note(back.line, "The " + named(back) + " has no effect here, because no frontend names it.",
                 "Write 'default_backend " + back.name + "' in a frontend to use it.");
    else if (used && back.servers.empty() && !back.tried.contains("server"))
      draft.fail(back.line, "The " + named(back) + " has no server.",
                 "Add a line such as 'server srv01 127.0.0.1:50051'.");
  }
}

/// HAProxy warns too: without them a peer that vanished holds its connection for ever.
void timeoutsAreGiven(Draft& draft) {
  for (const auto& proxy : draft.proxies) {
    std::string missing;
    const auto need = [&](bool applies, Milliseconds time, const char* name) {
      if (applies && time.count() == 0)
        missing += (missing.empty() ? "'timeout " : ", 'timeout ") + std::string(name) + "'";
    };
    const bool back = isBack(proxy) && isUsed(draft, proxy);
    need(isFront(proxy), proxy.timeouts.client, "client");
    need(back, proxy.timeouts.connect, "connect");
    need(back, proxy.timeouts.server, "server");
    if (!missing.empty())
      draft.warn(proxy.line,
                 "The " + named(proxy) + " has no " + missing +
                     ": a peer that vanishes holds its connection for ever.",
                 "Write them there or in 'defaults'.");
  }
}

/// LESSONS.md L16, "the silent hang-up".
void idleChannelsAreCut(Draft& draft) {
  std::set<int> said;
  const auto say = [&](int line, Milliseconds time, const char* name) {
    if (time.count() == 0 || !said.insert(line).second) return;
    draft.note(line,
               "'timeout " + std::string(name) +
                   "' also closes a gRPC channel on which nothing was sent for " + timeText(time) +
                   "; its next call connects again, or fails.",
               "Let clients send keepalive pings more often than that (GRPC_ARG_KEEPALIVE_TIME_MS).");
  };
  for (const auto& proxy : draft.proxies) {
    if (proxy.mode != Mode::tcp) continue;
    if (isFront(proxy)) say(proxy.timeouts.client_line, proxy.timeouts.client, "client");
    if (isBack(proxy) && isUsed(draft, proxy))
      say(proxy.timeouts.server_line, proxy.timeouts.server, "server");
  }
}

std::string remedyFor(const Bind& one, const Bind& other) {
  const bool families = one.address.isV4() != other.address.isV4();
  return families ? "Write 'v6only' on the line of [::], which otherwise takes IPv4 clients, too."
                  : "Bind each port once.";
}

void everyPortIsBoundOnce(Draft& draft) {
  std::vector<Bind> binds;
  for (const auto& front : draft.proxies)
    if (isFront(front)) binds.insert(binds.end(), front.binds.begin(), front.binds.end());
  std::stable_sort(binds.begin(), binds.end(),
                   [](const Bind& a, const Bind& b) { return a.address.port < b.address.port; });
  for (auto first = binds.begin(); first != binds.end(); ++first)
    for (auto second = first + 1; second != binds.end() && second->address.port == first->address.port;
         ++second)
      if (overlap(*first, *second)) {
        draft.fail(
            second->line,
            "Line " + std::to_string(first->line) + " already listens on " + first->address.text() + ".",
            remedyFor(*first, *second));
        break;
      }
}

void noServerIsTheBalancerItself(Draft& draft) {
  for (const auto& front : draft.proxies) {
    const auto* back = isFront(front) ? backendOf(draft, front) : nullptr;
    if (back == nullptr) continue;
    for (const auto& bind : front.binds)
      for (const auto& server : back->servers)
        if (overlap(bind, {.address = server.address, .tls = {}}) &&
            (bind.address == server.address || server.address.isLoopback()))
          draft.fail(server.line,
                     "The server '" + server.name + "' is the balancer's own address (line " +
                         std::to_string(bind.line) + "), so connections would go round for ever.",
                     "Write the address at which the server itself listens.");
  }
}

void serversAreDifferentPrograms(Draft& draft) {
  for (const auto& back : draft.proxies) {
    std::map<Endpoint, const ServerLine*> seen;
    for (const auto& server : back.servers) {
      const auto [at, is_new] = seen.emplace(server.address, &server);
      if (!is_new)
        draft.warn(server.line,
                   "The servers '" + at->second->name + "' and '" + server.name +
                       "' are one program: both are " + server.address.text() + ".",
                   "Give each its own port, or one of them twice the weight.");
    }
  }
}

/// What waited for an `ssl`, a `check` or a `mode http`: says that it never came, or what there is to say
/// else.
void whatNeedsSomethingHasIt(Draft& draft) {
  const bool any_check = std::any_of(draft.proxies.begin(), draft.proxies.end(),
                                     [](const Proxy& p) { return p.check_line != 0; });
  const bool any_http = std::any_of(draft.proxies.begin(), draft.proxies.end(),
                                    [](const Proxy& p) { return p.mode == Mode::http; });
  const auto judge = [&](const Waiting& item, const Proxy* proxy) {
    const bool whole_file = proxy == nullptr || proxy->section == kDefaults;
    const std::string where = whole_file ? "the file" : "the " + named(*proxy);
    const std::string no_effect = item.text + " has no effect here, because ";
    if (item.needs == Needs::ssl && draft.ssl_lines.empty())
      draft.note(item.line, no_effect + "no bind or server line says 'ssl'.");
    else if (item.needs == Needs::check && !(whole_file ? any_check : proxy->check_line != 0))
      draft.note(item.line, no_effect + "no server line of " + where + " says 'check'.");
    else if (item.needs == Needs::http && !(whole_file ? any_http : proxy->mode == Mode::http))
      draft.note(item.line, no_effect + where + (whole_file ? " has no 'mode http'." : " is in 'mode tcp'."));
    else
      draft.sayUnused(item.line, item.text, item.severity, item.why, item.remedy);
  };
  for (const auto& item : draft.waiting) judge(item, nullptr);
  for (const auto& proxy : draft.proxies)
    for (const auto& item : proxy.waiting) judge(item, &proxy);
}

/// What 'balance', 'hash-type' and 'hash-balance-factor' say together.
void algorithmsFitTheMode(Draft& draft) {
  for (auto& back : draft.proxies) {
    if (!isBack(back)) continue;
    const std::string bound =
        back.hash_balance_factor > 0 ? " " + std::to_string(back.hash_balance_factor) : "";
    const std::string consistent = back.balance + " consistent" + bound;
    const bool hashes = static_cast<bool>(makePolicy(consistent));
    const auto policy = makePolicy(hashes && back.consistent_hash ? consistent : back.balance);
    if (back.hash_type_line > 0 && !hashes)
      draft.note(back.hash_type_line, "'hash-type' has no effect here, because the " + named(back) +
                                          " picks by '" + back.balance + "', which does not hash.");
    if (back.hash_balance_line > 0 && !(hashes && back.consistent_hash))
      draft.note(back.hash_balance_line, "'hash-balance-factor' has no effect here, because the " +
                                             named(back) + " has no 'hash-type consistent'.");
    if (back.mode == Mode::tcp && policy && (*policy)->key().of != HashKey::Of::nothing) {
      draft.warn(back.balance_line,
                 "'balance " + back.balance + "' has no effect here, because the " + named(back) +
                     " is in 'mode tcp' and reads no calls: it picks by 'roundrobin', as HAProxy does.",
                 "Write 'mode http', or 'balance source'.");
      back.balance = "roundrobin";
    } else if (hashes && back.consistent_hash) {
      back.balance = consistent;
    }
  }
}

/// The port numbers in a comment that talks of ports: "servers on port 8083-8084".
std::vector<std::string_view> portsNamed(std::string_view comment) {
  std::vector<std::string_view> ports;
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  for (auto at = comment.find("port"); at != std::string_view::npos; at = comment.find("port", at + 4)) {
    auto from = at + 4;
    while (from < comment.size() && std::string_view("s :=").find(comment[from]) != std::string_view::npos)
      ++from;
    auto to = from;
    while (to < comment.size() && (isDigit(comment[to]) || (comment[to] == '-' && to > from))) ++to;
    if (to - from >= 2 && to - from <= 11) ports.push_back(comment.substr(from, to - from));
  }
  return ports;
}

void commentsNameRealPorts(Draft& draft) {
  std::set<unsigned> real;
  for (const auto& proxy : draft.proxies) {
    for (const auto& bind : proxy.binds) real.insert(bind.address.port);
    for (const auto& server : proxy.servers) real.insert(server.address.port);
  }
  for (const auto& [line, comment] : draft.comments)
    for (const auto ports : portsNamed(comment)) {
      unsigned first = 0;
      const auto [rest, failure] = std::from_chars(ports.data(), ports.data() + ports.size(), first);
      unsigned last = first;
      if (rest != ports.data() + ports.size()) std::from_chars(rest + 1, ports.data() + ports.size(), last);
      if (failure != std::errc{} || first > 65535 || last > 65535) continue;
      const auto near = real.lower_bound(first);
      if (near == real.end() || *near > last)
        draft.note(line, "The comment names port " + std::string(ports) + ", which no line uses.",
                   "Correct the comment.");
    }
}

/// Connections to servers are shared, so neither their PROXY header nor their address can name a client.
void sharedConnectionsNameNoClient(Draft& draft) {
  const auto tell = [&](const ServerLine& server, std::string_view what) {
    draft.note(server.line,
               std::string(what) +
                   " names no client in mode http, because calls of many clients share a connection.",
               "Use 'option forwardfor' to name them.");
  };
  for (const auto& proxy : draft.proxies)
    for (const auto& server : proxy.servers) {
      if (proxy.mode != Mode::http) continue;
      if (server.send_proxy > 0) tell(server, "The PROXY header");
      if (server.source.client) tell(server, "'usesrc clientip'");
    }
}

// In this order; each is a sentence about a good file.
constexpr void (*kChecks[])(Draft&) = {
    everyFrontendHasABackend,
    everyBackendHasServers,
    timeoutsAreGiven,
    idleChannelsAreCut,
    everyPortIsBoundOnce,
    noServerIsTheBalancerItself,
    serversAreDifferentPrograms,
    whatNeedsSomethingHasIt,
    commentsNameRealPorts,
    algorithmsFitTheMode,
    loadTls,
    sharedConnectionsNameNoClient,
};

Config assemble(const Draft& draft) {
  Config config;
  config.maxconn = draft.maxconn;
  for (const auto& proxy : draft.proxies) {
    if (isFront(proxy))
      config.frontends.push_back({.name = proxy.name,
                                  .mode = proxy.mode,
                                  .binds = proxy.binds,
                                  .backend = backendOf(draft, proxy)->name,
                                  .maxconn = proxy.maxconn,
                                  .timeouts = proxy.timeouts,
                                  .forward_for = proxy.forward_for,
                                  .line = proxy.line,
                                  .backend_line = proxy.default_backend_line});
    if (isBack(proxy) && (proxy.section == kBackend || isUsed(draft, proxy)))
      config.backends.push_back({.name = proxy.name,
                                 .mode = proxy.mode,
                                 .balance = proxy.balance,
                                 .servers = proxy.servers,
                                 .timeouts = proxy.timeouts,
                                 .check = proxy.check,
                                 .panic_threshold = proxy.panic_threshold,
                                 .all_backups = proxy.all_backups,
                                 .retries = proxy.retries,
                                 .retry_on = proxy.retry_on,
                                 .redispatch = proxy.redispatch,
                                 .forward_for = proxy.forward_for,
                                 .line = proxy.line,
                                 .balance_line = proxy.balance_line});
  }
  return config;
}

}  // namespace

std::optional<Config> finish(Draft& draft) {
  for (const auto check : kChecks) check(draft);
  if (draft.errors > 0) return std::nullopt;
  return assemble(draft);
}

}  // namespace switchyard::config
