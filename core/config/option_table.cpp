// SPDX-License-Identifier: GPL-3.0-or-later
// The words on bind and server lines; see HAProxy 2.6 manual §5.1 and §5.2 for what each means.
#include "core/base/spelling.h"
#include "core/config/option.h"

#include <algorithm>

namespace switchyard::config {
namespace {

using Values = std::span<const std::string>;
constexpr std::uint32_t kGreatestWeight = 256;
constexpr std::uint32_t kMostConnections = 10'000'000;
constexpr std::uint32_t kMostChecks = 1000;
constexpr std::uint32_t kMostErrors = 1'000'000;
constexpr std::uint32_t kGreatestPort = 65535;

template <auto Member>
void setNumber(Options& o, std::string_view name, Values values, std::uint32_t low, std::uint32_t high) {
  if (const auto n = readNumber(o.draft, o.at.line, name, values[0], low, high)) Member(*o.server) = *n;
}

void setTime(Options& o, std::string_view name, Values values, Milliseconds& time, bool may_be_none) {
  const auto read = readTime(o.draft, o.at.line, name, values[0]);
  if (!read) return;
  if (read->count() == 0 && !may_be_none)
    return o.draft.fail(o.at.line, "'" + std::string(name) + "' cannot be 0.", "Write a time, as in '2s'.");
  time = *read;
}

void setProtocol(Options& o, Values values) {
  constexpr std::string_view kProtocols[] = {"h2"};
  if (values[0] == "h1" || values[0] == "fcgi")
    return o.draft.fail(o.at.line, "'proto " + values[0] + "' is not supported: gRPC needs HTTP/2.",
                        "Write 'proto h2'.");
  if (values[0] != "h2")
    return o.draft.fail(o.at.line, "There is no protocol " + shown(values[0]) + ".",
                        suggest(values[0], kProtocols));
  (o.bind != nullptr ? o.bind->http2 : o.server->http2) = true;
}

void setCheckAddress(Options& o, Values values) {
  const auto address = readAddress(o.draft, o.at.line, "server", values[0] + ":1");
  if (address) o.server->check.address = address->endpoint;
}

void setSource(Options& o, Values values) {
  o.server->source = {};
  if (values[0] == "0.0.0.0" || values[0] == "::" || values[0] == "*") return;
  if (const auto address = readAddress(o.draft, o.at.line, "server", values[0] + ":1"))
    o.server->source.address = address->endpoint;
}

void setUseSource(Options& o, Values values) {
  if (values[0] != "clientip")
    return o.draft.fail(
        o.at.line, "'usesrc " + values[0] + "' is not supported.",
        "Write 'source 0.0.0.0 usesrc clientip': the client's address, and a port of its own.");
  o.server->source.client = true;
}

void setObserve(Options& o, Values values) {
  constexpr std::string_view kLayers[] = {"layer4", "layer7"};
  if (values[0] != "layer4" && values[0] != "layer7")
    return o.draft.fail(o.at.line, "'observe' does not know " + shown(values[0]) + ".",
                        suggest(values[0], kLayers));
  const bool calls = values[0] == "layer7";
  o.server->observe.layer = calls ? Observe::Layer::layer7 : Observe::Layer::layer4;
  if (calls) o.draft.proxy->waiting.push_back({o.at.line, "'observe layer7'", Needs::http});
}

void setOnError(Options& o, Values values) {
  constexpr std::pair<std::string_view, Observe::OnError> kActions[] = {
      {"fastinter", Observe::OnError::fastinter},
      {"fail-check", Observe::OnError::fail_check},
      {"sudden-death", Observe::OnError::sudden_death},
      {"mark-down", Observe::OnError::mark_down}};
  std::vector<std::string_view> names;
  for (const auto& [name, action] : kActions) {
    if (name == values[0]) o.server->observe.on_error = action;
    names.push_back(name);
  }
  if (std::find(names.begin(), names.end(), values[0]) == names.end())
    o.draft.fail(o.at.line, "'on-error' does not know " + shown(values[0]) + ".", suggest(values[0], names));
}

void setAlpn(Options& o, Values values) {
  auto& protocols = o.tls().alpn;
  protocols.clear();
  for (std::string_view list = values[0]; !list.empty();) {
    const auto comma = list.find(',');
    protocols.emplace_back(list.substr(0, comma));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
}

/// Of the expressions that HAProxy takes here, the one for a name that is always the same.
void setSni(Options& o, Values values) {
  const std::string_view written = values[0];
  if (written.starts_with("str(") && written.ends_with(')') && written.size() > 5) {
    o.tls().sni = written.substr(4, written.size() - 5);
    return;
  }
  const bool is_name = written.find_first_of("(),") == std::string_view::npos;
  o.draft.fail(o.at.line,
               "'sni' does not know " + shown(written) + ": one name is asked for on all connections.",
               "Write 'sni str(" + (is_name ? std::string(written) : "NAME") + ")'.");
}

void setMinVersion(Options& o, Values values) {
  constexpr std::string_view kVersions[] = {"SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"};
  if (std::find(std::begin(kVersions), std::end(kVersions), values[0]) == std::end(kVersions))
    return o.draft.fail(o.at.line, "'ssl-min-ver' does not know " + shown(values[0]) + ".",
                        suggest(values[0], kVersions));
  o.tls().only_tls13 = values[0] == "TLSv1.3";
}

void setVerify(Options& o, Values values) {
  constexpr std::string_view kKinds[] = {"none", "optional", "required"};
  if (std::find(std::begin(kKinds), std::end(kKinds), values[0]) == std::end(kKinds))
    return o.draft.fail(o.at.line, "'verify' does not know " + shown(values[0]) + ".",
                        suggest(values[0], kKinds));
  o.tls().verify = values[0];
}

constexpr Option kOptions[] = {
    {"weight", kServerLine, 1, Needs::nothing,
     [](Options& o, Values v) {
       setNumber < [](ServerLine & s) -> auto& {
         return s.weight;
       }
       > (o, "weight", v, 0, kGreatestWeight);
     }},
    {"maxconn", kServerLine, 1, Needs::nothing,
     [](Options& o, Values v) {
       setNumber < [](ServerLine & s) -> auto& {
         return s.maxconn;
       }
       > (o, "maxconn", v, 0, kMostConnections);
     }},
    {"disabled", kServerLine, 0, Needs::nothing, [](Options& o, Values) { o.server->disabled = true; }},
    {"enabled", kServerLine, 0, Needs::nothing, [](Options& o, Values) { o.server->disabled = false; }},
    {"backup", kServerLine, 0, Needs::nothing, [](Options& o, Values) { o.server->backup = true; }},
    {"no-backup", kServerLine, 0, Needs::nothing, [](Options& o, Values) { o.server->backup = false; }},
    {"slowstart", kServerLine, 1, Needs::nothing,
     [](Options& o, Values v) { setTime(o, "slowstart", v, o.server->slowstart, true); }},
    {"proto", kEither, 1, Needs::http, setProtocol},

    // Health.
    {"check", kServerLine, 0, Needs::nothing, [](Options& o, Values) { o.server->check.on = true; }},
    {"no-check", kServerLine, 0, Needs::nothing, [](Options& o, Values) { o.server->check.on = false; }},
    {"inter", kServerLine, 1, Needs::check,
     [](Options& o, Values v) { setTime(o, "inter", v, o.server->check.inter, false); }},
    {"fastinter", kServerLine, 1, Needs::check,
     [](Options& o, Values v) { setTime(o, "fastinter", v, o.server->check.fastinter, false); }},
    {"downinter", kServerLine, 1, Needs::check,
     [](Options& o, Values v) { setTime(o, "downinter", v, o.server->check.downinter, false); }},
    {"rise", kServerLine, 1, Needs::check,
     [](Options& o, Values v) {
       setNumber < [](ServerLine & s) -> auto& {
         return s.check.rise;
       }
       > (o, "rise", v, 1, kMostChecks);
     }},
    {"fall", kServerLine, 1, Needs::check,
     [](Options& o, Values v) {
       setNumber < [](ServerLine & s) -> auto& {
         return s.check.fall;
       }
       > (o, "fall", v, 1, kMostChecks);
     }},
    {"port", kServerLine, 1, Needs::check,
     [](Options& o, Values v) {
       if (const auto n = readNumber(o.draft, o.at.line, "port", v[0], 1, kGreatestPort))
         o.server->check.port = static_cast<std::uint16_t>(*n);
     }},
    {"addr", kServerLine, 1, Needs::check, setCheckAddress},
    {"observe", kServerLine, 1, Needs::nothing, setObserve},
    {"error-limit", kServerLine, 1, Needs::observe,
     [](Options& o, Values v) {
       setNumber < [](ServerLine & s) -> auto& {
         return s.observe.error_limit;
       }
       > (o, "error-limit", v, 1, kMostErrors);
     }},
    {"on-error", kServerLine, 1, Needs::observe, setOnError},

    // Whether [::] is for IPv4 clients, too; it is unless said otherwise, and "v6only" has the last word.
    {"v4v6", kBindLine, 0, Needs::nothing, [](Options&, Values) {}},
    {"v6only", kBindLine, 0, Needs::nothing, [](Options& o, Values) { o.bind->v6only = true; }},

    // The PROXY protocol.
    {"check-send-proxy", kServerLine, 0, Needs::check,
     [](Options& o, Values) { o.server->check.send_proxy = true; }},
    {"accept-proxy", kBindLine, 0, Needs::nothing, [](Options& o, Values) { o.bind->accept_proxy = true; }},
    {"send-proxy", kServerLine, 0, Needs::nothing, [](Options& o, Values) { o.server->send_proxy = 1; }},
    {"send-proxy-v2", kServerLine, 0, Needs::nothing, [](Options& o, Values) { o.server->send_proxy = 2; }},
    {"no-send-proxy", kServerLine, 0, Needs::nothing, [](Options& o, Values) { o.server->send_proxy = 0; }},
    {"no-send-proxy-v2", kServerLine, 0, Needs::nothing,
     [](Options& o, Values) { o.server->send_proxy = 0; }},

    // From which address.
    {"source", kServerLine, 1, Needs::nothing, setSource},
    {"usesrc", kServerLine, 1, Needs::nothing, setUseSource},

    // TLS.
    {"ssl", kEither, 0, Needs::nothing, [](Options& o, Values) { o.tls().on = true; }},
    {"no-ssl", kServerLine, 0, Needs::nothing, [](Options& o, Values) { o.tls().on = false; }},
    {"crt", kEither, 1, Needs::ssl, [](Options& o, Values v) { o.tls().certificates.push_back(v[0]); }},
    {"ca-file", kEither, 1, Needs::ssl, [](Options& o, Values v) { o.tls().ca_file = v[0]; }},
    {"alpn", kEither, 1, Needs::ssl, setAlpn},
    {"verify", kEither, 1, Needs::ssl, setVerify},
    {"sni", kServerLine, 1, Needs::ssl, setSni},
    {"ssl-min-ver", kEither, 1, Needs::ssl, setMinVersion},
    {"check-ssl", kServerLine, 0, Needs::ssl, [](Options& o, Values) { o.server->check.ssl = true; }},
    {"no-check-ssl", kServerLine, 0, Needs::ssl, [](Options& o, Values) { o.server->check.ssl = false; }},
    {"verifyhost", kServerLine, 1, Needs::ssl, [](Options& o, Values v) { o.tls().verify_host = v[0]; }},
};

constexpr auto kNote = Diagnostic::Severity::note;
constexpr auto kWarning = Diagnostic::Severity::warning;
constexpr auto kError = Diagnostic::Severity::error;

constexpr UnusedOption kUnusedOptions[] = {
    {" npn ", kEither, 1, Needs::ssl, kNote, "ALPN has taken its place",
     "NPN is gone from TLS libraries, and SPDY from browsers and servers."},
    {" curves ecdhe ca-ignore-err ca-sign-file ca-sign-pass ciphers ciphersuites crt-ignore-err ssl-max-ver "
     "tls-ticket-keys ",
     kEither, 1, Needs::ssl, kNote, "TLS 1.2 and 1.3 are spoken, with the ciphers that HTTP/2 allows", ""},
    {" ca-verify-file crl-file crt-list ", kEither, 1, Needs::ssl, kWarning, "that file is not read",
     "Name certificates by 'crt' and 'ca-file'."},
    {" allow-0rtt force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12 force-tlsv13 generate-certificates "
     "no-ca-names no-sslv3 no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 prefer-client-ciphers "
     "strict-sni ssl-reuse no-ssl-reuse tls-tickets no-verifyhost ",
     kEither, 0, Needs::ssl, kNote, "TLS 1.2 and 1.3 are spoken, with the ciphers that HTTP/2 allows", ""},
    {" check-alpn check-proto check-sni ", kServerLine, 1, Needs::check, kWarning,
     "a check speaks as calls do", "Remove it."},
    {" check-via-socks4 ", kServerLine, 0, Needs::check, kWarning, "servers are called directly",
     "Remove it."},
    {" no-check-send-proxy ", kServerLine, 0, Needs::check, kNote, "it only switches off what is not on", ""},
    {" on-marked-down on-marked-up ", kServerLine, 1, Needs::check, kWarning,
     "what a server carries goes on when its health turns", "Remove it."},
    {" cookie redir ", kServerLine, 1, Needs::http, kWarning, "calls are balanced each on its own",
     "Remove it, or use 'balance hdr(name)'."},
    {" max-reuse pool-low-conn pool-max-conn pool-purge-delay ws ", kServerLine, 1, Needs::http, kNote,
     "all calls to a server share its connections", ""},
    {" stick non-stick no-agent-check no-send-proxy-v2-ssl no-send-proxy-v2-ssl-cn no-tfo ", kServerLine, 0,
     Needs::nothing, kNote, "it only switches off what is not on", ""},
    {" defer-accept tfo transparent quic-force-retry ", kEither, 0, Needs::nothing, kNote,
     "the balancer sets its sockets by itself", ""},
    {" backlog gid group uid user id interface level severity-output mode mss name namespace nice "
     "process shards tcp-ut thread quic-cc-algo expose-fd log-proto ",
     kEither, 1, Needs::nothing, kNote, "the balancer sets its sockets by itself", ""},
    {" init-addr resolvers resolve-opts resolve-prefer resolve-net ", kServerLine, 1, Needs::nothing, kNote,
     "names are looked up once, when the file is read", ""},
    {" agent-check ", kServerLine, 0, Needs::nothing, kNote, "no agent is asked", ""},
    {" agent-send agent-inter agent-addr agent-port ", kServerLine, 1, Needs::nothing, kNote,
     "no agent is asked", ""},
    {" minconn ", kServerLine, 1, Needs::nothing, kNote, "'maxconn' is the limit at any load", ""},
    {" maxqueue ", kServerLine, 1, Needs::nothing, kNote, "who waits does so for any server, not for one",
     ""},
    {" proxy-v2-options ", kServerLine, 1, Needs::nothing, kNote, "a PROXY header tells addresses alone", ""},
    {" maxconn ", kBindLine, 1, Needs::nothing, kWarning, "only whole frontends are limited",
     "Write 'maxconn' on a line of its own."},
    {" track ", kServerLine, 1, Needs::nothing, kWarning, "each server is checked for itself",
     "Write 'check' instead."},
    {" send-proxy-v2-ssl send-proxy-v2-ssl-cn ", kServerLine, 0, Needs::nothing, kError,
     "the PROXY header does not tell of TLS", "Write 'send-proxy-v2'."},
    {" accept-netscaler-cip ", kBindLine, 1, Needs::nothing, kError,
     "that protocol is not spoken, and clients would begin with it", "Remove it here and at the clients."},
    {" socks4 ", kServerLine, 1, Needs::nothing, kError, "servers are called directly", "Remove it."},
};

}  // namespace

std::span<const Option> options() {
  return kOptions;
}

std::span<const UnusedOption> unusedOptions() {
  return kUnusedOptions;
}

}  // namespace switchyard::config
