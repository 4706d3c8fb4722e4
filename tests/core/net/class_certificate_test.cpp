// SPDX-License-Identifier: GPL-3.0-or-later
// The certificate that is made on demand: what it is good for, and that everybody gets the same one.
#include "core/tls/class_certificate.h"

#include "tests/support/data_folder.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <set>
#include <vector>

using namespace switchyard;

namespace {

std::string textOf(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::shared_ptr<X509> certificateIn(const std::string& path) {
  const auto text = textOf(path);
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
  return {PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free};
}

unsigned rightsOf(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
}

std::shared_ptr<EVP_PKEY> keyIn(const std::string& path) {
  const auto text = textOf(path);
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
  return {PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
}

/// A certificate, and the key that belongs to it.
bool isWhole(const std::string& path) {
  const auto certificate = certificateIn(path);
  const auto key = keyIn(path);
  return certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
}

/// Moves the days for which the certificate is good, in seconds from now; its key stays the same.
void writeValid(const std::string& path, long from, long until) {
  const auto certificate = certificateIn(path);
  const auto key = keyIn(path);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until);
  REQUIRE(X509_sign(certificate.get(), key.get(), EVP_sha256()) != 0);
  const auto shut = [](FILE* file) { fclose(file); };
  const std::unique_ptr<FILE, decltype(shut)> file(fopen(path.c_str(), "w"), shut);
  REQUIRE(PEM_write_X509(file.get(), certificate.get()) == 1);
  REQUIRE(PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
}

}  // namespace

TEST_CASE("theClassCertificateIsForThisComputerAndForAYear") {
  const DataFolder folder;
  const auto path = classCertificateIn(folder.path + "/new/folder");
  REQUIRE(path);
  const auto certificate = certificateIn(*path);
  REQUIRE(certificate);
  CHECK(X509_check_host(certificate.get(), "localhost", 0, 0, nullptr) == 1);
  CHECK(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0) == 1);
  CHECK(X509_check_ip_asc(certificate.get(), "::1", 0) == 1);
  CHECK(X509_check_host(certificate.get(), "example.org", 0, 0, nullptr) == 0);
  int days = 0, seconds = 0;
  ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate.get()));
  CHECK(days >= 364);
  CHECK(days <= 365);
}

TEST_CASE("nobodyElseCanReachItsKeyWhateverTheUmask") {
  const DataFolder folder;
  const auto before = umask(GENERATE(0U, 022U, 077U, 0277U, 0777U));
  const auto path = classCertificateIn(folder.path + "/new/folder");
  umask(before);
  REQUIRE(path);
  CHECK(rightsOf(*path) == 0600);
  CHECK(rightsOf(folder.path + "/new/folder") == 0700);
  CHECK(rightsOf(folder.path + "/new") == 0700);
  const auto first = textOf(*path);
  CHECK(classCertificateIn(folder.path + "/new/folder"));
  CHECK(textOf(*path) == first);
}

TEST_CASE("aFolderThatWasOpenIsClosedToOthers") {
  const DataFolder folder;
  REQUIRE(chmod(folder.path.c_str(), 0775) == 0);
  REQUIRE(classCertificateIn(folder.path));
  CHECK(rightsOf(folder.path) == 0700);
}

TEST_CASE("aFolderThatCannotBeClosedToOthersKeepsNoKey") {
  if (geteuid() != 0) return;  // only root can lend its folder and become somebody else
  const DataFolder folder;
  REQUIRE(chmod(folder.path.c_str(), 0777) == 0);
  const pid_t nobody = fork();
  REQUIRE(nobody >= 0);
  if (nobody == 0) {
    if (setuid(65534) != 0) _exit(2);
    const auto path = classCertificateIn(folder.path);
    _exit(!path && path.error().what.find("open to others") != std::string::npos ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(nobody, &status, 0) == nobody);
  CHECK(status == 0);
  CHECK_FALSE(std::filesystem::exists(folder.path + "/class.pem"));
}

TEST_CASE("itStaysTheSameUntilItIsSpoiled") {
  const DataFolder folder;
  const auto path = classCertificateIn(folder.path);
  REQUIRE(path);
  const auto first = textOf(*path);
  REQUIRE(classCertificateIn(folder.path));
  CHECK(textOf(*path) == first);
  const auto key = first.find("-----BEGIN PRIVATE KEY-----");
  REQUIRE(key != std::string::npos);
  SECTION("by other text") {
    write(*path, "no certificate");
  }
  SECTION("by a full disk") {
    write(*path, "");
  }
  SECTION("by a cut in its key") {
    write(*path, first.substr(0, first.size() - 40));
  }
  SECTION("by the loss of its key") {
    write(*path, first.substr(0, key));
  }
  SECTION("by the loss of its certificate") {
    write(*path, first.substr(key));
  }
  SECTION("by the key of another one") {
    const DataFolder other;
    write(*path, first.substr(0, key) + textOf(*classCertificateIn(other.path)).substr(key));
  }
  SECTION("by a day that has not come") {
    writeValid(*path, 48L * 60 * 60, 96L * 60 * 60);
  }
  SECTION("by rights for others, who may know its key now") {
    REQUIRE(chmod(path->c_str(), 0644) == 0);
  }
  SECTION("by a pipe in its place") {
    REQUIRE(unlink(path->c_str()) == 0);
    REQUIRE(mkfifo(path->c_str(), 0600) == 0);
  }
  SECTION("by a link that leads nowhere") {
    REQUIRE(unlink(path->c_str()) == 0);
    REQUIRE(symlink("/nowhere/class.pem", path->c_str()) == 0);
  }
  REQUIRE(classCertificateIn(folder.path));
  CHECK(isWhole(*path));
  CHECK(textOf(*path) != first);
  CHECK(rightsOf(*path) == 0600);
}

TEST_CASE("aFolderInItsPlaceIsNamed") {
  const DataFolder folder;
  const auto in_the_way = folder.path + "/class.pem";
  REQUIRE(mkdir(in_the_way.c_str(), 0700) == 0);
  const auto path = classCertificateIn(folder.path);
  REQUIRE_FALSE(path);
  CHECK(path.error().what.find(in_the_way) != std::string::npos);
  CHECK(path.error().remedy.find("Remove the folder") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(in_the_way + ".new"));
}

TEST_CASE("itIsMadeAgainBeforeItEnds") {
  const DataFolder folder;
  const auto path = classCertificateIn(folder.path);
  REQUIRE(path);
  writeValid(*path, -60L * 60, 60L * 60);
  const auto ending = textOf(*path);
  REQUIRE(classCertificateIn(folder.path));
  CHECK(textOf(*path) != ending);
  int days = 0, seconds = 0;
  ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificateIn(*path).get()));
  CHECK(days >= 364);
}

TEST_CASE("whoAsksAtTheSameMomentGetsTheSameOne") {
  const DataFolder folder;
  std::vector<std::future<std::string>> asking;
  for (int i = 0; i < 8; ++i)
    asking.push_back(std::async(std::launch::async, [&] {
      const auto path = classCertificateIn(folder.path);
      return path ? textOf(*path) : path.error().text();
    }));
  std::set<std::string> got;
  for (auto& one : asking) got.insert(one.get());
  CHECK(got.size() == 1);
}

TEST_CASE("aFolderThatCannotBeWrittenIsNamed") {
  const auto path = classCertificateIn("/proc/nowhere");
  REQUIRE_FALSE(path);
  CHECK(path.error().what.find("/proc/nowhere") != std::string::npos);
  CHECK_FALSE(path.error().remedy.empty());
}
