// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace switchyard::config {

/// Where a keyword may stand; one bit each, so that a table can name several.
enum Section : unsigned {
  kNowhere = 0,  ///< before the first section
  kGlobal = 1,
  kDefaults = 2,
  kFrontend = 4,
  kListen = 8,
  kBackend = 16,
  kForeign = 32,  ///< a section that HAProxy has and we do not use (peers, resolvers, …)
  kProxies = kDefaults | kFrontend | kListen | kBackend,
  kFront = kFrontend | kListen,
  kBack = kListen | kBackend,
};

/// "frontend", "listen", …
std::string_view sectionName(Section section);

/// One line, cut into words.
struct Statement {
  int line = 0;
  std::string keyword;                ///< one or two words: "timeout connect"
  std::span<const std::string> args;  ///< the words after it
  std::string text;                   ///< all words, quoted for a message
};

/// Without what does a word mean nothing?
enum class Needs : std::uint8_t { nothing, ssl, check, observe, http };

/// A word that means nothing unless its section (or the file) has what it needs; known when all is read.
struct Waiting {
  int line = 0;
  std::string text;
  Needs needs = Needs::nothing;
  // What to say when it has; nothing when `why` is empty, because then it does something.
  Diagnostic::Severity severity = Diagnostic::Severity::note;
  std::string_view why = {};
  std::string_view remedy = {};
};

/// One section as written: a defaults, frontend, backend or listen.
struct Proxy {
  Section section = kNowhere;
  std::string name;
  int line = 0;
  Mode mode = Mode::tcp;
  int mode_line = 0;
  bool disabled = false;
  std::uint32_t maxconn = 0;
  std::vector<Bind> binds;
  std::vector<ServerLine> servers;
  ServerLine server_defaults;  ///< from `default-server`
  std::string balance = "roundrobin";
  int balance_line = 0;
  bool consistent_hash = false;
  int hash_type_line = 0;
  std::uint32_t hash_balance_factor = 0;  ///< percent; 0: no bound
  int hash_balance_line = 0;
  std::string default_backend;
  int default_backend_line = 0;
  Timeouts timeouts;
  BackendCheck check;
  std::uint32_t panic_threshold = 0;
  bool all_backups = false;
  std::uint32_t retries = 3;
  RetryOn retry_on;
  bool redispatch = false;
  ForwardFor forward_for;
  int check_line = 0;  ///< the first `check`, 0: none
  std::vector<Waiting> waiting;
  std::map<std::string_view, int> tried;  ///< keywords that were written here, well or badly, and their line
};

/// A haproxy.cfg while it is read: the sections so far, and what there is to say about them.
struct Draft {
  explicit Draft(const Surroundings& machine) : surroundings(machine) {}

  const Surroundings& surroundings;
  Section section = kNowhere;  ///< the one we are in
  Proxy* proxy = nullptr;      ///< in defaults, frontend, backend, listen; never null there
  std::uint32_t maxconn = 0;
  std::vector<int> ssl_lines;        ///< bind and server lines that say `ssl`
  std::string crt_base;              ///< folder of `crt` files with relative names; empty: none
  std::string ca_base;               ///< of `ca-file`
  bool servers_are_verified = true;  ///< `ssl-server-verify`: what server lines without `verify` mean
  std::vector<Waiting> waiting;      ///< of the global section
  std::deque<Proxy> proxies;         ///< in order of the file; addresses stay
  std::size_t servers = 0;
  std::size_t binds = 0;
  std::map<std::string, std::optional<Endpoint>> resolved;
  std::vector<std::pair<int, std::string>> comments;  ///< line, text
  std::vector<Diagnostic> diagnostics;
  std::size_t errors = 0;
  std::size_t unsaid = 0;  ///< notes and warnings above kMostDiagnostics

  static constexpr std::size_t kMostDiagnostics = 1000;

  void note(int line, std::string what, std::string remedy = {});
  void warn(int line, std::string what, std::string remedy = {});
  void fail(int line, std::string what, std::string remedy);

  /// Says of something that HAProxy has and that does nothing here why that is so; silent when `why` is
  /// empty.
  void sayUnused(int line, const std::string& text, Diagnostic::Severity severity, std::string_view why,
                 std::string_view remedy);

  /// The latest section of that name among `sections`; nullptr when there is none.
  const Proxy* find(std::string_view name, unsigned sections) const;

 private:
  void say(Diagnostic diagnostic);
};

/// A whole number from `low` to `high`; says what is wrong and returns nothing otherwise.
std::optional<std::uint32_t> readNumber(Draft& draft, int line, std::string_view subject,
                                        std::string_view text, std::uint32_t low, std::uint32_t high);

/// A time; says what is wrong and returns nothing otherwise.
std::optional<Milliseconds> readTime(Draft& draft, int line, std::string_view subject, std::string_view text);

/// An address and its port or ports: "*:8443", "127.0.0.1:50051", "[::1]:80-82", "app1:50051".
struct Address {
  std::string host;   ///< as written, without the port
  Endpoint endpoint;  ///< resolved, with the first port
  std::uint16_t last_port = 0;
  bool every_address = false;
};

/// Reads and resolves an address; says what is wrong and returns nothing otherwise.
/// @param keyword "bind" or "server": where it stands
std::optional<Address> readAddress(Draft& draft, int line, std::string_view keyword, std::string_view text);

}  // namespace switchyard::config
