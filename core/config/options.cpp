// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/keywords.h"
#include "core/config/spelling.h"

#include <algorithm>

namespace switchyard::config {
namespace {

constexpr std::size_t kMostServers = 4096;
constexpr std::size_t kMostBinds = 1000;
constexpr std::uint32_t kGreatestWeight = 256;
constexpr std::uint32_t kMostConnections = 10'000'000;

enum Place : unsigned { kBindLine = 1, kServerLine = 2, kEither = 3 };

/// A `bind`, `server` or `default-server` line while its options are read.
struct Options {
  Draft& draft;
  const Statement& at;
  Place place;
  ServerLine* server;  ///< null on a bind line
  bool ssl = false;
  bool check = false;
};

/// An option that does something here; add one by adding a row to kOptions.
struct Option {
  std::string_view name;
  unsigned places;
  std::size_t values;  ///< words that belong to it
  void (*apply)(Options& options, std::span<const std::string> values);
};

constexpr Option kOptions[] = {
    {"weight", kServerLine, 1,
     [](Options& o, std::span<const std::string> values) {
       if (const auto n = readNumber(o.draft, o.at.line, "weight", values[0], 0, kGreatestWeight))
         o.server->weight = *n;
     }},
    {"maxconn", kServerLine, 1,
     [](Options& o, std::span<const std::string> values) {
       if (const auto n = readNumber(o.draft, o.at.line, "maxconn", values[0], 0, kMostConnections))
         o.server->maxconn = *n;
     }},
    {"disabled", kServerLine, 0, [](Options& o, std::span<const std::string>) { o.server->disabled = true; }},
    {"enabled", kServerLine, 0, [](Options& o, std::span<const std::string>) { o.server->disabled = false; }},
    {"backup", kServerLine, 0, [](Options& o, std::span<const std::string>) { o.server->backup = true; }},
    {"no-backup", kServerLine, 0, [](Options& o, std::span<const std::string>) { o.server->backup = false; }},
    {"check", kServerLine, 0, [](Options& o, std::span<const std::string>) { o.check = true; }},
    {"no-check", kServerLine, 0, [](Options& o, std::span<const std::string>) { o.check = false; }},
    {"ssl", kEither, 0, [](Options& o, std::span<const std::string>) { o.ssl = true; }},
    {"no-ssl", kServerLine, 0, [](Options& o, std::span<const std::string>) { o.ssl = false; }},
};

/// Options that HAProxy has and that do nothing here, as in unused.cpp. `needs` is looked for on the same
/// line.
struct UnusedOption {
  std::string_view names;  ///< between blanks
  unsigned places;
  std::size_t values;
  Needs needs;
  Diagnostic::Severity severity;
  std::string_view why;
  std::string_view remedy;
};

constexpr auto kNote = Diagnostic::Severity::note;
constexpr auto kWarning = Diagnostic::Severity::warning;
constexpr auto kError = Diagnostic::Severity::error;

constexpr UnusedOption kUnusedOptions[] = {
    {" npn ", kEither, 1, Needs::ssl, kNote, "",
     "NPN is gone from TLS libraries, and SPDY from browsers and servers."},
    {" alpn curves ecdhe ca-file ca-ignore-err ca-sign-file ca-sign-pass ca-verify-file ciphers "
     "ciphersuites crl-file crt crt-ignore-err crt-list ssl-max-ver ssl-min-ver tls-ticket-keys verify "
     "sni verifyhost ",
     kEither, 1, Needs::ssl, kNote, "", ""},
    {" allow-0rtt force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12 force-tlsv13 generate-certificates "
     "no-ca-names no-sslv3 no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 prefer-client-ciphers "
     "strict-sni ssl-reuse no-ssl-reuse tls-tickets no-verifyhost ",
     kEither, 0, Needs::ssl, kNote, "", ""},
    {" inter fastinter downinter rise fall port addr check-alpn check-proto check-sni observe "
     "error-limit on-error on-marked-down on-marked-up slowstart ",
     kServerLine, 1, Needs::check, kNote, "", ""},
    {" check-send-proxy check-ssl check-via-socks4 no-check-ssl no-check-send-proxy ", kServerLine, 0,
     Needs::check, kNote, "", ""},
    {" proto ", kEither, 1, Needs::http, kNote, "", ""},
    {" cookie redir max-reuse pool-low-conn pool-max-conn pool-purge-delay ws ", kServerLine, 1, Needs::http,
     kNote, "", ""},
    {" stick non-stick no-agent-check no-send-proxy no-send-proxy-v2 no-send-proxy-v2-ssl "
     "no-send-proxy-v2-ssl-cn no-tfo ",
     kServerLine, 0, Needs::nothing, kNote, "it only switches off what is not on", ""},
    {" defer-accept tfo transparent v4v6 v6only quic-force-retry ", kEither, 0, Needs::nothing, kNote,
     "the balancer sets its sockets by itself", ""},
    {" backlog gid group uid user id interface level severity-output mode mss name namespace nice "
     "process shards tcp-ut thread quic-cc-algo expose-fd log-proto source usesrc ",
     kEither, 1, Needs::nothing, kNote, "the balancer sets its sockets by itself", ""},
    {" init-addr resolvers resolve-opts resolve-prefer resolve-net ", kServerLine, 1, Needs::nothing, kNote,
     "names are looked up once, when the file is read", ""},
    {" agent-check ", kServerLine, 0, Needs::nothing, kNote, "no agent is asked", ""},
    {" agent-send agent-inter agent-addr agent-port minconn maxqueue proxy-v2-options ", kServerLine, 1,
     Needs::nothing, kNote, "connections do not wait in a queue, and no agent is asked", ""},
    {" maxconn ", kBindLine, 1, Needs::nothing, kWarning, "only whole frontends are limited",
     "Write 'maxconn' on a line of its own."},
    {" track ", kServerLine, 1, Needs::nothing, kWarning, "servers are not checked", "Remove it."},
    {" send-proxy send-proxy-v2 send-proxy-v2-ssl send-proxy-v2-ssl-cn ", kServerLine, 0, Needs::nothing,
     kError, "the PROXY protocol is not spoken, and the server would wait for it",
     "Remove it here and at the server."},
    {" accept-proxy ", kBindLine, 0, Needs::nothing, kError,
     "the PROXY protocol is not spoken, and clients would begin with it",
     "Remove it here and at the clients."},
    {" accept-netscaler-cip ", kBindLine, 1, Needs::nothing, kError,
     "that protocol is not spoken, and clients would begin with it", "Remove it here and at the clients."},
    {" socks4 ", kServerLine, 1, Needs::nothing, kError, "servers are called directly", "Remove it."},
};

const UnusedOption* findUnused(std::string_view word, Place place) {
  const std::string name = " " + std::string(word) + " ";
  const auto found =
      std::find_if(std::begin(kUnusedOptions), std::end(kUnusedOptions), [&](const UnusedOption& unused) {
        return (unused.places & place) != 0 && unused.names.find(name) != std::string_view::npos;
      });
  return found == std::end(kUnusedOptions) ? nullptr : found;
}

void sayUnknown(Options& options, std::string_view word) {
  std::vector<std::string_view> names;
  for (const auto& option : kOptions)
    if ((option.places & options.place) != 0) names.push_back(option.name);
  for (const auto& unused : kUnusedOptions) {
    if ((unused.places & options.place) == 0) continue;
    for (std::size_t begin = 1; begin < unused.names.size();) {
      const auto end = unused.names.find(' ', begin);
      names.push_back(unused.names.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  options.draft.fail(options.at.line,
                     "There is no option " + shown(word) + " on a '" + options.at.keyword + "' line.",
                     didYouMean(word, names, "Remove it."));
}

/// An unused option as it was written, to be judged when the line is complete.
struct Idle {
  const UnusedOption* option;
  std::string text;
};

void judge(Options& options, const Idle& idle) {
  auto& draft = options.draft;
  const auto& [names, places, values, needs, severity, why, remedy] = *idle.option;
  const int line = options.at.line;
  const std::string no_effect = idle.text + " has no effect here, because ";
  switch (needs) {
    case Needs::ssl:
      if (!options.ssl) draft.note(line, no_effect + "this line has no 'ssl'.", std::string(remedy));
      return;
    case Needs::check:
      if (options.at.keyword == "default-server")
        draft.proxy->waiting.push_back({line, idle.text, needs});
      else if (!options.check)
        draft.note(line, no_effect + "this line has no 'check'.", std::string(remedy));
      return;
    case Needs::http:
      draft.proxy->waiting.push_back({line, idle.text, needs});
      return;
    case Needs::nothing:
      break;
  }
  const std::string reason = std::string(why) + ".";
  if (severity == kError)
    draft.fail(line, idle.text + " is not supported: " + reason, std::string(remedy));
  else if (severity == kWarning)
    draft.warn(line, no_effect + reason, std::string(remedy));
  else
    draft.note(line, no_effect + reason, std::string(remedy));
}

void readOptions(Options& options, std::span<const std::string> words) {
  std::vector<Idle> idle;
  while (!words.empty()) {
    const std::string& word = words.front();
    const auto* used = std::find_if(std::begin(kOptions), std::end(kOptions), [&](const Option& option) {
      return (option.places & options.place) != 0 && option.name == word;
    });
    const auto* unused = used == std::end(kOptions) ? findUnused(word, options.place) : nullptr;
    if (used == std::end(kOptions) && unused == nullptr) return sayUnknown(options, word);
    const std::size_t values = unused != nullptr ? unused->values : used->values;
    if (words.size() <= values)
      return options.draft.fail(options.at.line, "The option '" + word + "' has no value.",
                                "Write one behind it, or remove it.");
    const auto own = words.subspan(1, values);
    if (unused == nullptr)
      used->apply(options, own);
    else
      idle.push_back({unused, shown(values == 0 ? word : word + " " + own[0])});
    words = words.subspan(1 + values);
  }
  for (const auto& each : idle) judge(options, each);
  if (options.check && options.draft.proxy->check_line == 0)
    options.draft.proxy->check_line = options.at.line;
  if (options.ssl) options.draft.ssl_lines.push_back(options.at.line);
}

bool isServerName(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-.:").find(c) != std::string_view::npos;
  });
}

}  // namespace

void applyBind(Draft& draft, const Statement& at) {
  std::string_view list = at.args[0];
  while (true) {
    const auto comma = list.find(',');
    if (const auto address = readAddress(draft, at.line, "bind", list.substr(0, comma))) {
      for (unsigned port = address->endpoint.port; port <= address->last_port; ++port) {
        if (++draft.binds > kMostBinds) {
          draft.fail(at.line, "The file listens on more than " + std::to_string(kMostBinds) + " ports.",
                     "Bind fewer.");
          return;
        }
        Bind bind{.address = address->endpoint, .every_address = address->every_address, .line = at.line};
        bind.address.port = static_cast<std::uint16_t>(port);
        draft.proxy->binds.push_back(bind);
      }
    }
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  Options options{draft, at, kBindLine, nullptr};
  readOptions(options, at.args.subspan(1));
}

void applyServer(Draft& draft, const Statement& at) {
  if (++draft.servers > kMostServers)
    return draft.fail(at.line, "The file has more than " + std::to_string(kMostServers) + " servers.",
                      "Remove some.");
  ServerLine server = draft.proxy->server_defaults;
  server.name = at.args[0];
  server.line = at.line;
  if (server.name.empty() || !isServerName(server.name))
    draft.fail(at.line, shown(server.name) + " is no name for a server.",
               "Use letters, digits, '_', '-', '.' and ':'.");
  const auto& others = draft.proxy->servers;
  const auto same = std::find_if(others.begin(), others.end(),
                                 [&](const auto& other) { return other.name == server.name; });
  if (same != others.end())
    draft.fail(at.line, "Line " + std::to_string(same->line) + " already has a server '" + server.name + "'.",
               "Give each server of a section its own name.");
  const auto address = readAddress(draft, at.line, "server", at.args[1]);
  if (address) {
    server.host = address->host;
    server.address = address->endpoint;
  }
  Options options{
      draft, at, kServerLine, &server, draft.proxy->ssl_by_default, draft.proxy->check_by_default};
  readOptions(options, at.args.subspan(2));
  if (address) draft.proxy->servers.push_back(std::move(server));
}

void applyDefaultServer(Draft& draft, const Statement& at) {
  auto& proxy = *draft.proxy;
  Options options{
      draft, at, kServerLine, &proxy.server_defaults, proxy.ssl_by_default, proxy.check_by_default};
  readOptions(options, at.args);
  proxy.ssl_by_default = options.ssl;
  proxy.check_by_default = options.check;
}

}  // namespace switchyard::config
