// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/tcp/tls_peer.h"

#include "core/tls/class_certificate.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

namespace switchyard::tcp_test {
namespace {

/// Goes with its contents when the tests have ended.
struct TemporaryFolder {
  TemporaryFolder() {
    signal(SIGPIPE, SIG_IGN);  // the peers' OpenSSL writes to who may have gone
    std::string pattern = (std::filesystem::temp_directory_path() / "switchyard-tls-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path.empty()) std::filesystem::remove_all(path, ignored);
  }
  std::string path;
};

std::string onTheWire(const std::vector<std::string>& protocols) {
  std::string wire;
  for (const auto& protocol : protocols) wire += static_cast<char>(protocol.size()) + protocol;
  return wire;
}

int takeTheFirst(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char*,
                 unsigned int, void* wire) {
  const auto* bytes = static_cast<const unsigned char*>(wire);
  *chosen = bytes + 1;
  *length = bytes[0];
  return SSL_TLSEXT_ERR_OK;
}

int shakeHands(Peer& peer, const TlsWish& wish, bool server) {
  certificateFile();  // SIGPIPE is ignored from here
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_method()), SSL_CTX_free);
  SSL_CTX_set_security_level(context.get(), 0);  // so that old versions can be tried
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), wish.newest);
  SSL_CTX_set_mode(context.get(), SSL_MODE_AUTO_RETRY);
  if (!wish.ciphers.empty()) REQUIRE(SSL_CTX_set_cipher_list(context.get(), wish.ciphers.c_str()) == 1);
  if (!wish.groups.empty()) REQUIRE(SSL_CTX_set1_groups_list(context.get(), wish.groups.c_str()) == 1);
  auto wire = onTheWire(wish.protocols);
  const auto file = wish.certificate.empty() && server ? certificateFile() : wish.certificate;
  if (!file.empty()) {
    REQUIRE(SSL_CTX_use_certificate_chain_file(context.get(), file.c_str()) == 1);
    REQUIRE(SSL_CTX_use_PrivateKey_file(context.get(), file.c_str(), SSL_FILETYPE_PEM) == 1);
  }
  if (server && !wire.empty())
    SSL_CTX_set_alpn_select_cb(context.get(), takeTheFirst, wire.data());
  else if (!wire.empty())
    SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(wire.data()),
                            static_cast<unsigned>(wire.size()));
  std::shared_ptr<SSL> tls(SSL_new(context.get()), SSL_free);
  SSL_set_fd(tls.get(), peer.fd());
  ERR_clear_error();
  const int result = server ? SSL_accept(tls.get()) : SSL_connect(tls.get());
  peer.secure(std::move(tls));
  if (result == 1) return 0;
  const int reason = ERR_GET_REASON(ERR_peek_last_error());
  return reason == 0 ? -1 : reason;
}

}  // namespace

std::string certificateFile(const std::string& who) {
  static const TemporaryFolder folder;
  const auto made = classCertificateIn(folder.path + "/" + who);
  REQUIRE(made);
  return *made;
}

int shakeHandsAsClient(Peer& peer, const TlsWish& wish) {
  return shakeHands(peer, wish, false);
}

int shakeHandsAsServer(Peer& peer, const TlsWish& wish) {
  return shakeHands(peer, wish, true);
}

Peer tlsClient(Peer peer, const TlsWish& wish) {
  REQUIRE(shakeHandsAsClient(peer, wish) == 0);
  return peer;
}

Peer tlsServer(Peer peer, const TlsWish& wish) {
  REQUIRE(shakeHandsAsServer(peer, wish) == 0);
  return peer;
}

std::string protocolOf(const Peer& peer) {
  const unsigned char* name = nullptr;
  unsigned length = 0;
  SSL_get0_alpn_selected(peer.tls(), &name, &length);
  return {reinterpret_cast<const char*>(name), length};
}

}  // namespace switchyard::tcp_test
