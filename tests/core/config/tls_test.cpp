// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates are read with the file that names them, and what is wrong with them is said at its line.
#include "core/explain/explain.h"
#include "core/tls/class_certificate.h"
#include "tests/core/config/reading.h"
#include "tests/support/data_folder.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace switchyard;
using namespace switchyard::config;

namespace {

/// Certificates in the user's data folder, good ones and others.
class Certificates {
 public:
  Certificates() {
    const auto made = classCertificateIn(folder + "/made"), other = classCertificateIn(folder + "/other");
    REQUIRE((made && other));
    write("good.pem", whole(*made));
    write("no_key.pem", certificate(whole(*made)));
    write("no_certificate.pem", key(whole(*made)));
    write("mixed.pem", certificate(whole(*made)) + key(whole(*other)));
    write("rubbish.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    write("locked.pem",
          certificate(whole(*made)) +
              "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
  }

  /// As the file `folder`/test.cfg.
  Reading read(const std::string& text) const {
    write("test.cfg", text);
    return readHaproxyFile(folder + "/test.cfg");
  }

  const DataFolder data;
  const std::string& folder = data.path;

 private:
  static constexpr std::string_view kKey = "-----BEGIN PRIVATE KEY-----";

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder + "/" + name) << text;
  }
  static std::string whole(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::string certificate(const std::string& pem) { return pem.substr(0, pem.find(kKey)); }
  static std::string key(const std::string& pem) { return pem.substr(pem.find(kKey)); }
};

}  // namespace

TEST_CASE("certificatesAreLoadedWithTheFile") {
  const Certificates certificates;
  const auto reading =
      certificates.read(file(" bind :9 ssl crt good.pem alpn h2",  // beside the file
                             " server s2 127.0.0.1:2 ssl ca-file " + certificates.folder +
                                 "/good.pem sni str(s2.test) alpn h2\n server s3 127.0.0.1:3"));
  INFO(everything(reading));
  REQUIRE(reading.config);
  const auto& binds = reading.config->frontends.front().binds;
  CHECK(binds[0].tls.context == nullptr);
  CHECK(binds[1].tls.context != nullptr);
  const auto& servers = reading.config->backend("b")->servers;
  CHECK(servers[0].tls.context == nullptr);
  CHECK(servers[1].tls.context != nullptr);
  CHECK(servers[1].tls.sni == "s2.test");
  const auto page = explain(reading, "test.cfg");
  CHECK(page.find("Clients speak TLS there and are shown 'good.pem'.") != std::string::npos);
  CHECK(page.find("and must bear the name 's2.test'.") != std::string::npos);
}

TEST_CASE("whatIsWrongWithACertificateIsSaidAtItsLine") {
  const Certificates certificates;
  const auto [name, message] = GENERATE(table<std::string, std::string>({
      {"absent.pem",
       "cannot be read: No such file or directory. Check its name and rights, or write 'class.pem'"},
      {".", "cannot be read: Is a directory"},
      {"no_key.pem", "holds no private key. Append it: cat KEY.pem >>"},
      {"no_certificate.pem",
       "holds no certificate. It must hold, in PEM, the certificate, its chain and its key."},
      {"rubbish.pem", "holds no certificate"},
      {"mixed.pem", "do not belong together"},
      {"locked.pem", "A key with a password is not supported"},
  }));
  INFO(name);
  const auto reading = certificates.read(file(" bind :9 ssl crt " + name + " alpn h2"));
  INFO(everything(reading));
  CHECK_FALSE(reading.config);
  CHECK(says(reading, kFrontLine, kError, message));
}

TEST_CASE("whatHasNoEffectInTlsIsSaid") {
  const Certificates certificates;
  const auto [options, severity, message] = GENERATE(table<std::string, Diagnostic::Severity, std::string>({
      {"", kNote, "Write 'alpn h2', so that the file works there, too"},
      {"alpn h2,http/1.1", kNote, "'http/1.1' in 'alpn' has no effect here"},
      {"alpn h2 crt other.pem", kWarning, "everybody is shown the first certificate"},
      {"alpn h2 ciphers ALL", kNote, "with the ciphers that HTTP/2 allows"},
      {"alpn h2 crl-file x.pem", kWarning, "that file is not read"},
  }));
  const auto reading = certificates.read(file(" bind :9 ssl crt good.pem " + options));
  INFO(everything(reading));
  CHECK(reading.config);
  CHECK(says(reading, kFrontLine, severity, message));
}

TEST_CASE("anAuthorityFileWithoutCertificatesIsRefused") {
  const Certificates certificates;
  const auto reading =
      certificates.read(file("", " server s2 127.0.0.1:2 ssl ca-file no_certificate.pem alpn h2"));
  CHECK(says(reading, kBackLine, kError, "the certificates of those who are trusted"));
}

TEST_CASE("classPemIsThereWithoutBeingThere") {
  const Certificates certificates;
  const auto reading = certificates.read(
      file(" bind :9 ssl crt class.pem alpn h2", " server s2 127.0.0.1:2 ssl ca-file class.pem alpn h2"));
  INFO(everything(reading));
  REQUIRE(reading.config);
  CHECK(std::filesystem::exists(certificates.folder + "/switchyard/class.pem"));
}

TEST_CASE("basesAndTheGlobalVerificationHold") {
  const Certificates certificates;
  const auto text = "global\n crt-base " + certificates.folder + "/made\n ca-base " + certificates.folder +
                    "\n ssl-server-verify none\n" +
                    file(" bind :9 ssl crt class.pem verify optional ca-file good.pem alpn h2",
                         " server s2 127.0.0.1:2 ssl alpn h2");
  const auto reading = certificates.read(text);
  INFO(everything(reading));
  CHECK(reading.config);
}
