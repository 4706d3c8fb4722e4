// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spelling.h"
#include "core/config/keywords.h"
#include "tests/core/config/reading.h"

#include <catch2/catch.hpp>

using namespace switchyard;
using namespace switchyard::config;

namespace {

struct Case {
  const char* line;  ///< added to the frontend or the backend of file()
  Diagnostic::Severity severity;
  const char* part;
};

}  // namespace

TEST_CASE("aBadFrontendLineIsNamedWithItsRemedy") {
  const auto [line, severity, part] = GENERATE(values<Case>({
      {"maxcon 5", kError, "Did you mean 'maxconn'?"},
      {"maxconn many", kError, "Write a whole number from 0 to"},
      {"maxconn 1 2", kError, "too many words"},
      {"timeout clinet 5s", kError, "Did you mean 'timeout client'?"},
      {"timeout", kError, "no keyword 'timeout'"},
      {"timeout client 5 s", kError, "too many words"},
      {"timeout client 5x", kError, "'timeout client' cannot be '5x'"},
      {"mode udp", kError, "'mode tcp'"},
      {"mode http", kError, "have different modes"},
      {"bind 127.0.0.1", kError, "has no port"},
      {"bind 127.0.0.1:", kError, "is no TCP port"},
      {"bind 127.0.0.1:0", kError, "from 1 to 65535"},
      {"bind 127.0.0.1:65536", kError, "from 1 to 65535"},
      {"bind 127.0.0.1:9-8", kError, "is no TCP port"},
      {"bind 127.0.0.1:+9", kError, "is no TCP port"},
      {"bind /run/socket", kError, "is no TCP address"},
      {"bind nowhere:9", kError, "cannot be found"},
      {"bind no:where:9", kError, "cannot be found"},
      {"bind 127.0.0.1:8443", kError, "Line 8 already listens on 127.0.0.1:8443"},
      {"bind :8443", kError, "already listens"},
      {"bind :9 acept-proxy", kError, "Did you mean 'accept-proxy'?"},
      {"bind :9 alpn", kError, "'alpn' has no value"},
      {"bind :9 ssl crt x.pem alpn h2", kError, "The file 'x.pem' cannot be read"},
      {"bind :9 ssl alpn h2", kError, "Write 'crt FILE.pem', or 'crt class.pem' for a self-signed one"},
      {"bind :9 ssl crt x.pem alpn http/1.1", kError, "'alpn http/1.1' leaves out 'h2'"},
      {"bind :9 ssl crt x.pem verify required alpn h2", kError, "no 'ca-file' says whom to trust"},
      {"bind :9 ssl crt x.pem verify perhaps", kError, "'verify' does not know 'perhaps'"},
      {"bind :9 ssl crt x.pem ssl-min-ver TLSv1.4", kError, "Did you mean 'TLSv1.0'?"},
      {"bind :9 crt x.pem", kNote, "'crt x.pem' has no effect here, because this line has no 'ssl'"},
      {"bind :9 proto h2", kNote, "'proto h2' has no effect here, because the frontend 'f' is in 'mode tcp'"},
      {"bind :9 tfo", kNote, "sets its sockets by itself"},
      {"bind :9 maxconn 9", kWarning, "a line of its own"},
      {"default_backend c", kNote, "nothing"},  // the next line counts
      {"balance roundrobin", kWarning, "belongs into a section of the kind 'defaults', 'listen', 'backend'"},
      {"daemon", kWarning, "belongs into a section of the kind 'global'"},
      {"option httplog", kNote, "no log is written"},
      {"option httplgo", kError, "Did you mean 'option httplog'?"},
      {"option forwardfor", kNote, "because the frontend 'f' is in 'mode tcp'"},
      {"use_backend c if x", kWarning, "'default_backend'"},
      {"no option dontlognull", kNote, "switches off"},
      {"# the servers are at ports 50051-50052", kNote, "nothing"},
      {"'not closed", kError, "the quote ' is not closed"},
      {"maxconn \\x5", kError, "two hexadecimal digits"},
      {"maxconn \"$\"", kError, "name of a variable"},
      {"maxconn \"${PORT\"", kError, "no closing '}'"},
      {".if defined(X)", kError, "without conditions"},
  }));
  const auto reading = read(file(line));
  INFO(line << "\n" << everything(reading));
  if (std::string_view(part) == "nothing") {
    CHECK(reading.config);
    CHECK_FALSE(says(reading, kFrontLine, kNote, "port"));
  } else {
    CHECK(says(reading, kFrontLine, severity, part));
    CHECK(reading.config.has_value() == (severity != kError));
  }
}

TEST_CASE("aBadBackendLineIsNamedWithItsRemedy") {
  const auto [line, severity, part] = GENERATE(values<Case>({
      {"server s2", kError, "Write it as in 'server srv01 127.0.0.1:50051'"},
      {"server s2 127.0.0.1", kError, "has no port"},
      {"server s2 127.0.0.1:99999", kError, "is no TCP port"},
      {"server s2 *:9", kError, "names no host"},
      {"server s2 :9", kError, "names no host"},
      {"server s1 127.0.0.1:50052", kError, "Line 12 already has a server 's1'"},
      {"server s/2 127.0.0.1:50052", kError, "is no name for a server"},
      {"server s2 127.0.0.1:50051", kWarning, "are one program"},
      {"server s2 127.0.0.1:8443", kError, "the balancer's own address (line 8)"},
      {"server s2 127.0.0.1:50052 weight 257", kError, "from 0 to 256"},
      {"server s2 127.0.0.1:50052 weight", kError, "'weight' has no value"},
      {"server s2 127.0.0.1:50052 weigth 5", kError, "Did you mean 'weight'?"},
      {"server s2 127.0.0.1:50052 check inter 0", kError, "'inter' cannot be 0. Write a time, as in '2s'"},
      {"server s2 127.0.0.1:50052 check rise 0", kError, "from 1 to 1000"},
      {"server s2 127.0.0.1:50052 check port 0", kError, "from 1 to 65535"},
      {"server s2 127.0.0.1:50052 check check-ssl", kNote, "because this line has no 'ssl'"},
      {"server s2 127.0.0.1:50052 check observe layer5", kError, "Did you mean 'layer4'?"},
      {"server s2 127.0.0.1:50052 check observe layer7", kNote, "because the backend 'b' is in 'mode tcp'"},
      {"server s2 127.0.0.1:50052 observe layer4", kNote, "'observe' has no effect here, because this line"},
      {"server s2 127.0.0.1:50052 check error-limit 5", kNote, "because this line has no 'observe'"},
      {"server s2 127.0.0.1:50052 check observe layer4 on-error mark-dwon", kError, "'mark-down'"},
      {"server s2 127.0.0.1:50052 track b/s1", kWarning, "each server is checked for itself"},
      {"option grpchk", kNote, "no server line of the backend 'b' says 'check'"},
      {"option grpchk", kNote, "an extension of Switchyard, which HAProxy refuses"},
      {"option panic-threshold 101", kError, "from 0 to 100"},
      {"timeout check soon", kError, "'timeout check' cannot be 'soon'"},
      {"server s2 127.0.0.1:50052 inter 2s", kNote, "because this line has no 'check'"},
      {"server s2 127.0.0.1:50052 source 10.0.0.x", kError, "10.0.0.x"},
      {"server s2 127.0.0.1:50052 source 0.0.0.0 usesrc client", kError,
       "Write 'source 0.0.0.0 usesrc clientip'"},
      {"source 127.0.0.9", kWarning, "Write it on the 'server' lines"},
      {"server s2 127.0.0.1:50052 check-send-proxy", kNote, "because this line has no 'check'"},
      {"server s2 127.0.0.1:50052 ssl verify none", kNote, "Without 'alpn h2' HAProxy 2.6"},
      {"server s2 127.0.0.1:50052 ssl alpn h2", kError, "or 'verify none' to trust everybody"},
      {"server s2 127.0.0.1:50052 ssl ca-file x.pem alpn h2", kError, "The file 'x.pem' cannot be read"},
      {"server s2 127.0.0.1:50052 ssl verify none sni s2.test", kError, "Write 'sni str(s2.test)'"},
      {"server s2 127.0.0.1:50052 ssl verify none sni req.hdr(host)", kError, "Write 'sni str(NAME)'"},
      {"server s2 127.0.0.1:50052 verify none", kNote, "because this line has no 'ssl'"},
      {"server s2 127.0.0.1:50052 cookie a", kNote, "because the backend 'b' is in 'mode tcp'"},
      {"default-server inter 2s", kNote, "no server line of the backend 'b' says 'check'"},
      {"server-template s 3 127.0.0.1:9", kError, "Write one 'server NAME ADDRESS:PORT' line"},
      {"balance lestconn", kError, "Did you mean 'leastconn'?"},
      {"balance url_param id", kError, "There is no balancing algorithm 'url_param'"},
      {"balance uri", kWarning, "it picks by 'roundrobin', as HAProxy does. Write 'mode http'"},
      {"balance hdr", kError, "Write it as in 'hdr(x-user)'"},
      {"balance hdr(a:b)", kError, "'hdr' cannot ask for that header"},
      {"balance leastconn(2)", kError, "takes nothing in parentheses"},
      {"balance random(0)", kError, "Write a whole number from 1 to 64"},
      {"balance source 5", kNote, "'source' takes no parameter"},
      {"hash-type consistent", kNote, "picks by 'first', which does not hash"},
      {"hash-type consistnet", kError, "Did you mean 'consistent'?"},
      {"hash-type consistent sdbm avalanche", kNote, "'sdbm' has no effect here"},
      {"hash-balance-factor 150", kNote, "has no 'hash-type consistent'"},
      {"hash-balance-factor 100", kError, "Write a percentage above 100, or 0 for no bound"},
      {"bind :9", kWarning, "belongs into a section of the kind 'frontend', 'listen'"},
      {"option httpchk GET /", kNote, "no server line of the backend 'b' says 'check'"},
      {"option tcp-check", kNote, "no server line of the backend 'b' says 'check'"},
      {"retries many", kError, "Write a whole number from 0 to 100"},
      {"retry-on conn-failure", kNote, "is in 'mode tcp'"},
      {"retry-on con-failure", kError, "Did you mean 'conn-failure'?"},
      {"retry-on 0rtt-rejected", kNote, "'0rtt-rejected' has no effect here"},
      {"option redispatch 2", kNote, "each retry goes to another server"},
      {"option forwardfor header", kError, "does not know 'header'"},
      {"option forwardfor except 127.0.0.0/8", kWarning, "each client is told of"},
      {"timeout queue soon", kError, "'timeout queue' cannot be 'soon'"},
      {"stick-table type ip size 1m", kWarning, "balance source"},
      {"backend b", kError, "Line 11 already has a section 'b'"},
      {"listen f", kError, "Line 7 already has a section 'f'"},
      {"backend", kError, "This backend has no name"},
      {"backend c:d*", kError, "is no name for a section"},
      {"frontend g 127.0.0.1:9", kError, "addresses on 'bind' lines"},
      {"frontend g", kError, "listens nowhere"},
      {"frontend g", kError, "has no backend"},
      {"backend idle", kNote, "because no frontend names it"},
      {"peers p", kNote, "'peers' has no effect here"},
      {"global here", kError, "Write 'global' alone"},
  }));
  const auto reading = read(file("", line));
  INFO(line << "\n" << everything(reading));
  CHECK(says(reading, kBackLine, severity, part));
  CHECK(reading.config.has_value() == (severity != kError));
}

TEST_CASE("checksThatAreMadeSilenceWhatNeedsThem") {
  const auto reading = read(file("", " option tcp-check\n server s2 127.0.0.1:50052 check inter 2s rise 2"));
  CHECK(reading.config);
  CHECK_FALSE(says(reading, kBackLine, kNote, "tcp-check"));
  CHECK_FALSE(says(reading, kBackLine + 1, kNote, "inter"));
}

TEST_CASE("aFrontendAndItsBackendHaveOneMode") {
  const auto reading = read(file(" mode http"));
  CHECK(says(reading, 11, kError, "different modes") != says(reading, kFrontLine, kError, "different modes"));
}

TEST_CASE("aBackendThatDoesNotExistIsNamedWithTheNearestThatDoes") {
  const auto reading =
      read("frontend f\n bind :1\n default_backend be_grcp\nbackend be_grpc\n server s 127.0.0.1:2\n");
  CHECK_FALSE(reading.config);
  CHECK(says(reading, 3, kError, "There is no backend 'be_grcp'. Did you mean 'be_grpc'?"));
}

TEST_CASE("whatIsSaidTwiceInASectionIsWarnedOf") {
  const auto reading = read(file("", " balance leastconn\n balance random"));
  REQUIRE(reading.config);
  CHECK(reading.config->backends[0].balance == "random");
  CHECK(says(reading, kBackLine + 1, kWarning, "Line 13 already says 'balance'; this line counts"));
  CHECK_FALSE(says(reading, kBackLine, kWarning, "already says"));
}

TEST_CASE("missingTimeoutsAreWarnedOf") {
  const auto reading = read("listen a\n bind :1\n server s 127.0.0.1:2\n timeout connect 5s\n");
  CHECK(reading.config);
  CHECK(says(reading, 1, kWarning, "no 'timeout client', 'timeout server'"));
}

TEST_CASE("aMisspeltTuningKeywordIsCorrected") {
  CHECK(says(read("global\n tune.ssl.default-dh-parm 1024\n"), 2, kError,
             "Did you mean 'tune.ssl.default-dh-param'?"));
}

TEST_CASE("aFileWithoutAFrontendIsOfNoUse") {
  CHECK(says(read(""), 0, kError, "The file has no frontend"));
  CHECK(says(read("global\n maxconn 5\n"), 0, kError, "The file has no frontend"));
  CHECK(says(read("maxconn 5\n"), 1, kError, "before the first section"));
  const auto misspelt = read("frontent f\n bind :1\n default_backend b\n");
  CHECK(says(misspelt, 1, kError, "Did you mean 'frontend'?"));
  CHECK_FALSE(says(misspelt, 2, kError, ""));
}

TEST_CASE("oneMistakeIsOneError") {
  for (const char* line : {" server s1 127.0.0.1", " server", " server s1 nowhere:5"}) {
    const auto reading = read("listen a\n bind :1\n" + std::string(line) + "\n");
    INFO(everything(reading));
    CHECK(std::count_if(reading.diagnostics.begin(), reading.diagnostics.end(),
                        [](auto& d) { return d.severity == kError; }) == 1);
  }
}

TEST_CASE("everyKeywordOfTheTablesIsReachedByItsName") {
  for (const auto& keyword : keywords())
    for (const auto section : {kGlobal, kDefaults, kFrontend, kListen, kBackend}) {
      if ((keyword.sections & section) == 0) continue;
      const auto reading = read(std::string(sectionName(section)) +
                                (section == kGlobal ? "\n " : " name\n ") + std::string(keyword.usage));
      INFO(keyword.name << " in " << sectionName(section) << "\n" << everything(reading));
      CHECK_FALSE(says(reading, 2, kError, "no keyword"));
      CHECK_FALSE(says(reading, 2, kError, "words"));
    }
  for (const auto& unused : unusedKeywords())
    for (const auto section : {kGlobal, kBackend}) {
      if ((unused.sections & section) == 0) continue;
      auto names = unused.names;
      while (!names.empty()) {
        const auto comma = names.find(", ");
        std::string name(names.substr(0, comma));
        names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 2);
        if (name.ends_with('*')) name.back() = 'x';
        const auto reading = read(std::string(sectionName(section)) +
                                  (section == kGlobal ? "\n " : " name\n ") + name + " a b\n");
        INFO(name << "\n" << everything(reading));
        CHECK_FALSE(says(reading, 2, kError, "no keyword"));
        CHECK(says(reading, 2, unused.needs == Needs::nothing ? unused.severity : kNote, name));
      }
    }
}

TEST_CASE("nearestForgivesAThirdOfTheLetters") {
  constexpr std::string_view kNames[] = {"maxconn", "mode", "balance", "server"};
  CHECK(nearest("maxcon", kNames) == "maxconn");
  CHECK(nearest("mxaconn", kNames) == "maxconn");
  CHECK(nearest("sever", kNames) == "server");
  CHECK(nearest("x", kNames).empty());
  CHECK(nearest("", kNames).empty());
  CHECK(nearest("quite-something-else", kNames).empty());
  CHECK(nearest(std::string(100'000, 'm'), kNames).empty());
}

TEST_CASE("whatIsQuotedIsAlwaysShortPrintableUtf8") {
  CHECK(shown("maxconn") == "'maxconn'");
  CHECK(shown("a\tb\x7f\xff") == "'a\\x09b\\x7f\\xff'");
  CHECK(shown("Đường") == "'Đường'");
  CHECK(shown("\xc0\x80\xed\xa0\x80") == "'\\xc0\\x80\\xed\\xa0\\x80'");
  CHECK(shown(std::string(500, 'x')).size() < 70);
}
