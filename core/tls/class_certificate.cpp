// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tls/class_certificate.h"

#include "core/system/errno_words.h"
#include "core/system/file.h"
#include "core/tls/openssl.h"

#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

namespace switchyard {
namespace {

constexpr long kDay = 24 * 60 * 60;
constexpr long kGoodFor = 365 * kDay;
constexpr std::size_t kLongestFile = 64 * 1024;
constexpr mode_t kOwnFolder = 0700;
constexpr mode_t kOwnFile = 0600;
constexpr mode_t kRights = 0777;
constexpr mode_t kOthers = 0077;
constexpr const char* kRemedy = "Name a certificate of your own, or make that folder writable.";

using openssl::Bio;
using openssl::Certificate;
using openssl::Key;

Error systemError(const std::string& what) {
  return {what + ": " + errnoWords(errno) + ".", kRemedy};
}

/// One more folder that nobody else can enter, whatever the umask says.
bool makeFolder(const std::string& path) {
  return mkdir(path.c_str(), kOwnFolder) == 0 && chmod(path.c_str(), kOwnFolder) == 0;
}

/// With all that it lies in. One that is there already is closed to others, because it keeps a key.
Result<void> makeOwnFolder(const std::string& folder) {
  std::string path;
  for (const auto& part : std::filesystem::path(folder)) {
    path = (std::filesystem::path(path) / part).string();
    struct stat status {};
    if (stat(path.c_str(), &status) != 0 && !makeFolder(path) && errno != EEXIST)
      return systemError("The folder '" + folder + "' cannot be made");
  }
  struct stat status {};
  if (stat(folder.c_str(), &status) != 0) return systemError("The folder '" + folder + "' cannot be read");
  if ((status.st_mode & kRights) == kOwnFolder || chmod(folder.c_str(), kOwnFolder) == 0) return {};
  return Error{"The folder '" + folder +
                   "' is open to others and cannot be closed to them: " + errnoWords(errno) + ".",
               "It is to keep a private key: let it be yours (chown), or move it by XDG_DATA_HOME."};
}

/// Held by whoever looks at the certificate or makes it; let go when destroyed, or with the process.
class Lock {
 public:
  explicit Lock(const std::string& path) : fd_(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, kOwnFile)) {
    if (fd_ < 0) return;
    fchmod(fd_, kOwnFile);  // a strict umask would keep even us out, the next time
    while (!(held_ = flock(fd_, LOCK_EX) == 0) && errno == EINTR) {
    }
  }
  ~Lock() {
    if (fd_ >= 0) close(fd_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  bool held() const { return held_; }

 private:
  int fd_;
  bool held_ = false;
};

/// A file, and not a pipe that would keep us waiting, that nobody else can have read.
bool isOurs(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & kOthers) == 0;
}

/// Good today and tomorrow, and its key beside it.
bool isGood(const std::string& path) {
  if (!isOurs(path)) return false;
  const auto text = readFile(path, kLongestFile);
  if (!text) return false;
  const auto file = openssl::reader(*text);
  const Certificate certificate(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
  const auto again = openssl::reader(*text);
  const Key key(PEM_read_bio_PrivateKey(again.get(), nullptr, openssl::noPassword, nullptr));
  if (!certificate || !key || X509_check_private_key(certificate.get(), key.get()) != 1) return false;
  auto now = time(nullptr);
  auto tomorrow = now + kDay;
  return X509_cmp_time(X509_get0_notBefore(certificate.get()), &now) < 0 &&
         X509_cmp_time(X509_get0_notAfter(certificate.get()), &tomorrow) > 0;
}

void extend(X509* certificate, int kind, const char* value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  if (auto* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value)) {
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }
}

/// Certificate, then key, in PEM.
std::optional<std::string> make() {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  std::uint64_t serial = 0;
  if (!key || !certificate || RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1)
    return {};
  auto* x = certificate.get();
  X509_set_version(x, X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), serial >> 1);
  X509_gmtime_adj(X509_getm_notBefore(x), -kDay);  // clocks of a class differ
  X509_gmtime_adj(X509_getm_notAfter(x), kGoodFor);
  X509_set_pubkey(x, key.get());
  auto* name = X509_get_subject_name(x);
  const std::string called = "Switchyard class certificate";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(called.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, name);
  extend(x, NID_basic_constraints, "critical,CA:FALSE");
  extend(x, NID_key_usage, "critical,digitalSignature");
  extend(x, NID_ext_key_usage, "serverAuth,clientAuth");
  extend(x, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
  extend(x, NID_subject_key_identifier, "hash");
  extend(x, NID_authority_key_identifier, "keyid");
  const Bio pem(BIO_new(BIO_s_mem()));
  if (X509_sign(x, key.get(), EVP_sha256()) == 0 || PEM_write_bio_X509(pem.get(), x) != 1 ||
      PEM_write_bio_PrivateKey(pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return {};
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(pem.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

/// Whole or not at all, and never readable by others.
Result<void> write(const std::string& path, const std::string& text) {
  const auto draft = path + ".new";
  unlink(draft.c_str());
  const int fd = open(draft.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, kOwnFile);
  if (fd < 0) return systemError("'" + draft + "' cannot be written");
  const bool whole =
      fchmod(fd, kOwnFile) == 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (close(fd) == 0 && whole && std::rename(draft.c_str(), path.c_str()) == 0) return {};
  const bool in_the_way = errno == EISDIR;
  auto error = systemError("'" + path + "' cannot be written");
  if (in_the_way) error.remedy = "Remove the folder of that name, or name a certificate of your own.";
  unlink(draft.c_str());
  return error;
}

}  // namespace

Result<std::string> classCertificateIn(const std::string& folder) {
  if (auto made = makeOwnFolder(folder); !made) return made.error();
  const auto path = folder + "/class.pem";
  const Lock lock(path + ".lock");
  if (!lock.held()) return systemError("The class certificate cannot be kept in '" + folder + "'");
  if (isGood(path)) return path;
  const auto text = make();
  if (!text) return Error{"OpenSSL cannot make a certificate.", "Name one of your own."};
  if (auto written = write(path, *text); !written) return written.error();
  return path;
}

Result<std::string> classCertificate() {
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && data[0] == '/')
    return classCertificateIn(std::string(data) + "/switchyard");
  if (const char* home = std::getenv("HOME"); home != nullptr && home[0] == '/')
    return classCertificateIn(std::string(home) + "/.local/share/switchyard");
  return Error{"There is no folder for the class certificate: HOME is not set.",
               "Set HOME or XDG_DATA_HOME."};
}

}  // namespace switchyard
