// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/endpoint.h"
#include "core/event/event.h"
#include "core/tls/tls_context.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchyard::config {

using Milliseconds = std::chrono::milliseconds;

/// One thing to say about one line of a file.
struct Diagnostic {
  enum class Severity : std::uint8_t {
    note,     ///< understood, no effect here
    warning,  ///< not supported, and this changes behaviour; or probably not what was meant
    error,    ///< the file cannot be used
  };
  Severity severity = Severity::error;
  int line = 0;      ///< 1 upwards
  std::string what;  ///< "'npn spdy/2' has no effect here, because …"
  std::string remedy;

  /// "haproxy.cfg:10: note: …"
  std::string text(std::string_view file) const;
};

/// `ssl` and the words that belong to it, on a bind or server line.
struct Tls {
  bool on = false;
  std::vector<std::string> certificates;  ///< `crt`: PEM files with chain and key; the first is used
  std::string ca_file;                    ///< `ca-file`
  std::vector<std::string> alpn;          ///< "h2", "http/1.1"
  std::string verify;       ///< "none", "optional" (bind), "required"; empty: as HAProxy defaults
  std::string sni;          ///< server: the name to ask for; empty: none
  std::string verify_host;  ///< server: the name its certificate must bear; `sni` goes first
  bool only_tls13 = false;  ///< `ssl-min-ver TLSv1.3`
  /// All of it, loaded when the file is read; null: plain text.
  std::shared_ptr<const TlsContext> context = nullptr;
};

struct Bind {
  Endpoint address;
  bool every_address = false;  ///< written as "*:8443" or ":8443"
  bool v6only = false;         ///< at [::] IPv4 clients are not let in, and others may listen there
  bool http2 = false;          ///< `proto h2`
  bool accept_proxy = false;   ///< clients begin with a PROXY header
  Tls tls;
  int line = 0;
};

/// Whether a connection could be meant for either, so that the kernel lets only one of them listen.
bool overlap(const Bind& one, const Bind& other);

/// `check` and the words that belong to it (HAProxy 2.6 manual §5.2).
struct ServerCheck {
  bool on = false;
  std::optional<Endpoint> address;  ///< `addr`: instead of the server's own; its port is not used
  std::uint16_t port = 0;           ///< `port`; 0: the server's own
  Milliseconds inter{2000};
  Milliseconds fastinter{0};  ///< while its health turns; 0: as `inter`
  Milliseconds downinter{0};  ///< while it is down; 0: as `inter`
  bool ssl = false;           ///< `check-ssl`: in TLS also at another address
  bool send_proxy = false;    ///< `check-send-proxy`: begins with a PROXY header also at another address
  std::uint32_t rise = 2;
  std::uint32_t fall = 3;
};

/// `observe`: what live traffic says of a server's health.
struct Observe {
  enum class Layer : std::uint8_t { none, layer4, layer7 };
  enum class OnError : std::uint8_t { fastinter, fail_check, sudden_death, mark_down };
  Layer layer = Layer::none;       ///< layer4: connections that fail; layer7: gRPC statuses
  std::uint32_t error_limit = 10;  ///< errors in a row
  OnError on_error = OnError::fail_check;
};

/// `source`: from which address a server is called (HAProxy 2.6 manual §5.2).
struct Source {
  std::optional<Endpoint> address;  ///< its port is not used; none: as the system chooses
  bool client = false;              ///< `usesrc clientip`: from the client's own address
};

struct ServerLine {
  std::string name;
  std::string host;           ///< as written
  Endpoint address;           ///< numeric; names are resolved when the file is read
  std::uint32_t weight = 1;   ///< 0 to 256
  std::uint32_t maxconn = 0;  ///< 0: no limit
  bool disabled = false;
  bool backup = false;        ///< serves when no other server can
  Milliseconds slowstart{0};  ///< in which its weight grows to the full one, when it comes back; 0: at once
  ServerCheck check = {};
  Observe observe = {};
  bool http2 = false;           ///< `proto h2`
  std::uint8_t send_proxy = 0;  ///< version of the PROXY header that connections begin with; 0: none
  Source source = {};
  Tls tls = {};
  int line = 0;
};

struct Timeouts {
  Milliseconds connect{0};  ///< 0: none
  Milliseconds client{0};
  Milliseconds server{0};
  Milliseconds queue{0};            ///< 0: as `connect`
  Milliseconds check{0};            ///< 0: as `inter`
  Milliseconds http_request{0};     ///< for a request's header; 0: as `client`
  Milliseconds http_keep_alive{0};  ///< without a call; 0: as `client`
  int connect_line = 0;             ///< 0: the file has no such line
  int client_line = 0;
  int server_line = 0;
  int queue_line = 0;
};

/// `option forwardfor`: tell servers each call's client in a header.
struct ForwardFor {
  bool on = false;
  bool if_none = false;                    ///< only when the client has sent no such header
  std::string header = "x-forwarded-for";  ///< in lower case
};

/// `retry-on`: which failures, before a byte of answer, are worth another attempt.
struct RetryOn {
  bool conn_failure = true;     ///< no connection, or it ended before the request was sent
  bool empty_response = false;  ///< the connection ended, or the stream was reset, without an answer
  bool junk_response = false;
  bool response_timeout = false;        ///< `timeout server` passed without an answer
  std::vector<std::uint16_t> statuses;  ///< HTTP status codes
};

enum class CheckKind : std::uint8_t { tcp, http, grpc };

/// How a backend's servers are checked, those that say `check`.
struct BackendCheck {
  CheckKind kind = CheckKind::tcp;
  std::string method = "OPTIONS";  ///< `option httpchk`
  std::string uri = "/";
  std::string host = {};     ///< empty: HTTP/1.0 without a Host header
  std::string service = {};  ///< `option grpchk`; empty: the server as a whole
  int line = 0;              ///< 0: the file has no such line
};

struct Backend {
  std::string name;
  Mode mode = Mode::tcp;
  std::string balance = "roundrobin";  ///< as makePolicy() takes it, with its hash-type: "uri consistent"
  std::vector<ServerLine> servers;
  Timeouts timeouts;   ///< connect, server, queue and check are used
  BackendCheck check;  ///< of the servers that say `check`
  std::uint32_t panic_threshold =
      0;                      ///< percent of servers that must be well; below, health is not looked at
  bool all_backups = false;   ///< `option allbackups`: all backup servers serve, not only the first
  std::uint32_t retries = 3;  ///< further attempts of a connection or call
  RetryOn retry_on;           ///< mode http
  bool redispatch = false;    ///< `option redispatch`; we always try another server first
  ForwardFor forward_for;     ///< mode http; the frontend's or the backend's
  int line = 0;
  int balance_line = 0;  ///< 0: the file has no such line
};

struct Frontend {
  std::string name;
  Mode mode = Mode::tcp;
  std::vector<Bind> binds;
  std::string backend;        ///< name of the default backend; always present in Config::backends
  std::uint32_t maxconn = 0;  ///< 0: only the global limit
  Timeouts timeouts;          ///< client is used
  ForwardFor forward_for;     ///< mode http; counts for each backend, too
  int line = 0;
  int backend_line = 0;  ///< 0: a listen section's own servers
};

/// A haproxy.cfg, understood: defaults applied, `listen` split into a frontend and a backend of the same
/// name, every reference resolved.
struct Config {
  std::uint32_t maxconn = 0;  ///< global; 0: as many as file descriptors allow
  std::vector<Frontend> frontends;
  std::vector<Backend> backends;

  const Backend* backend(std::string_view name) const;
};

struct Reading {
  std::optional<Config> config;         ///< empty when there was an error
  std::vector<Diagnostic> diagnostics;  ///< in order of lines
};

/// What a file may ask of the machine it is read on. An empty function means the machine's own answer.
struct Surroundings {
  std::function<std::optional<std::string>(const std::string& name)> variable;  ///< environment, for "$NAME"
  std::function<std::optional<Endpoint>(const std::string& host)>
      resolve;                                                  ///< host names; the port is ignored
  std::function<Result<PemFile>(const std::string& name)> pem;  ///< certificates and keys
  std::string folder =
      {};  ///< where the file lies: names that the current folder does not have are looked for there
};

/// Reads a haproxy.cfg. Never throws, whatever the bytes; limits: 1 MiB a file, 2,048 bytes and 64 words a
/// line (HAProxy's own), 4,096 servers, 256 sections. See the HAProxy 2.6 manual for the meaning of each
/// keyword.
/// @param text the file's content, any bytes
Reading readHaproxy(std::string_view text, const Surroundings& surroundings = {});
/// As above; a file that cannot be opened is an error on line 0.
Reading readHaproxyFile(const std::string& path, const Surroundings& surroundings = {});

/// "10s", "500ms", "2h", "100us", a bare number is milliseconds (HAProxy 2.6 manual §2.5). What is above
/// nothing and below a millisecond counts as one. Empty when malformed or above HAProxy's greatest,
/// 2,147,483,647 ms (24.8 days).
std::optional<Milliseconds> parseTime(std::string_view text);
/// As above, to the microsecond.
std::optional<std::chrono::microseconds> parseMicroseconds(std::string_view text);

/// A time for people, exact, in the greatest unit that fits: "1500 ms", "10 s", "90 s", "2 min", "1 h",
/// "none" for 0.
std::string timeText(Milliseconds time);

}  // namespace switchyard::config
