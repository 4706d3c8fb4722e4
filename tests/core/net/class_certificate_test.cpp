// SPDX-License-Identifier: GPL-3.0-or-later
// The certificate that is made on demand: what it is good for, and that everybody gets the same one.
#include "core/net/class_certificate.h"

#include "tests/support/data_folder.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
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

TEST_CASE("othersCannotReadItsKey") {
  const DataFolder folder;
  const auto path = classCertificateIn(folder.path);
  REQUIRE(path);
  struct stat status {};
  REQUIRE(stat(path->c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("itStaysTheSameUntilItIsSpoiled") {
  const DataFolder folder;
  const auto path = classCertificateIn(folder.path);
  REQUIRE(path);
  const auto first = textOf(*path);
  REQUIRE(classCertificateIn(folder.path));
  CHECK(textOf(*path) == first);
  std::ofstream(*path) << "no certificate";
  REQUIRE(classCertificateIn(folder.path));
  CHECK(certificateIn(*path) != nullptr);
  CHECK(textOf(*path) != first);
}

TEST_CASE("itIsMadeAgainBeforeItEnds") {
  const DataFolder folder;
  const auto path = classCertificateIn(folder.path);
  REQUIRE(path);
  const auto certificate = certificateIn(*path);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 60 * 60);
  {
    const std::unique_ptr<FILE, decltype(&fclose)> file(fopen(path->c_str(), "w"), fclose);
    REQUIRE(PEM_write_X509(file.get(), certificate.get()) == 1);
  }
  REQUIRE(classCertificateIn(folder.path));
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
