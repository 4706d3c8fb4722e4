// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tls/tls_context.h"

#include "core/base/endpoint.h"
#include "core/system/file.h"
#include "core/tls/openssl.h"
#include "core/tls/tls_session.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstring>
#include <new>
#include <string_view>

namespace switchyard {
namespace {

constexpr unsigned char kAlpn[] = {2, 'h', '2'};  // RFC 9113 §3.2
// What RFC 9113 §9.2.2 and its appendix A leave of TLS 1.2.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
// A share of a large finite-field group costs its sender nothing and us 0.1 s (CVE-2002-20001,
// CVE-2024-41996); everybody who speaks gRPC has these.
constexpr const char* kGroups = "X25519:P-256:P-384:P-521";
constexpr std::size_t kLongestPem = 4 << 20;   // all authorities of an operating system are 0.2 MiB
constexpr std::size_t kReadAhead = 64 * 1024;  // several records a system call
constexpr unsigned char kSessionsAreOurs[] = "switchyard";

using openssl::Certificate;
using openssl::Key;
using openssl::noPassword;
using openssl::reader;

/// The peer's list must hold 'h2': RFC 7301 §3.2's no_application_protocol otherwise.
int chooseProtocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                   unsigned int size, void*) {
  for (unsigned int at = 0; at < size; at += offered[at] + 1U) {
    if (offered[at] != kAlpn[0] || at + sizeof kAlpn > size) continue;
    if (std::memcmp(offered + at, kAlpn, sizeof kAlpn) != 0) continue;
    *chosen = offered + at + 1;
    *length = kAlpn[0];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

std::string reason() {
  const char* text = ERR_reason_error_string(ERR_peek_last_error());
  return text == nullptr ? "OpenSSL does not say why" : text;
}

bool isNumeric(const std::string& name) {
  return Endpoint::parse(name + ":1").has_value() || Endpoint::parse("[" + name + "]:1").has_value();
}

}  // namespace

Result<PemFile> readPem(const std::string& path) {
  auto text = readFile(path, kLongestPem);
  if (!text) return text.error();
  return PemFile{path, std::move(*text)};
}

TlsContext::TlsContext() : context_(SSL_CTX_new(TLS_method())) {
  if (context_ == nullptr) throw std::bad_alloc();
  SSL_CTX_set_min_proto_version(context_, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context_, kCiphers);
  SSL_CTX_set1_groups_list(context_, kGroups);
  // An end without a close_notify is an end, as for HAProxy: HTTP/2's frames tell whether something was cut.
  SSL_CTX_set_options(context_, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                    SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context_, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                 SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context_, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_session_id_context(context_, kSessionsAreOurs, sizeof kSessionsAreOurs);
  SSL_CTX_set_read_ahead(context_, 1);
  SSL_CTX_set_default_read_buffer_len(context_, kReadAhead);
}

TlsContext::~TlsContext() {
  SSL_CTX_free(context_);
}

Result<std::shared_ptr<const TlsContext>> TlsContext::accepting(const TlsSettings& settings) {
  std::shared_ptr<TlsContext> made(new TlsContext);
  made->accepting_ = true;
  SSL_CTX_set_alpn_select_cb(made->context_, chooseProtocol, nullptr);
  if (auto shown = made->show(settings.certificate); !shown) return shown.error();
  if (auto trusted = made->trust(settings); !trusted) return trusted.error();
  return std::shared_ptr<const TlsContext>(made);
}

Result<std::shared_ptr<const TlsContext>> TlsContext::connecting(const TlsSettings& settings) {
  std::shared_ptr<TlsContext> made(new TlsContext);
  SSL_CTX_set_alpn_protos(made->context_, kAlpn, sizeof kAlpn);
  made->ask_for_ = settings.ask_for;
  made->must_bear_ = settings.must_bear;
  if (!settings.certificate.text.empty())
    if (auto shown = made->show(settings.certificate); !shown) return shown.error();
  if (auto trusted = made->trust(settings); !trusted) return trusted.error();
  return std::shared_ptr<const TlsContext>(made);
}

Result<void> TlsContext::show(const PemFile& file) {
  ERR_clear_error();
  const auto name = "'" + file.name + "'";
  const auto chain = reader(file.text);
  const Certificate leaf(PEM_read_bio_X509_AUX(chain.get(), nullptr, noPassword, nullptr));
  if (!leaf)
    return Error{"The file " + name + " holds no certificate.",
                 "It must hold, in PEM, the certificate, its chain and its key."};
  if (SSL_CTX_use_certificate(context_, leaf.get()) != 1)
    return Error{"The certificate in " + name + " cannot be used: " + reason() + ".", "Make another one."};
  while (const Certificate next{PEM_read_bio_X509(chain.get(), nullptr, noPassword, nullptr)})
    SSL_CTX_add1_chain_cert(context_, next.get());

  const auto again = reader(file.text);
  const Key key(PEM_read_bio_PrivateKey(again.get(), nullptr, noPassword, nullptr));
  if (!key && file.text.find("PRIVATE KEY-----") != std::string::npos)
    return Error{"The key in " + name + " cannot be read.",
                 "A key with a password is not supported; remove it: openssl pkey -in KEY -out KEY.pem."};
  if (!key)
    return Error{"The file " + name + " holds no private key.",
                 "Append it: cat KEY.pem >> " + file.name + "."};
  if (SSL_CTX_use_PrivateKey(context_, key.get()) != 1 || SSL_CTX_check_private_key(context_) != 1)
    return Error{"The certificate and the key in " + name + " do not belong together.",
                 "Put the key there that the certificate was made with."};
  return {};
}

Result<void> TlsContext::trust(const TlsSettings& settings) {
  if (settings.only_tls13) SSL_CTX_set_min_proto_version(context_, TLS1_3_VERSION);
  if (settings.verify == TlsVerify::none) return {};
  SSL_CTX_set_verify(
      context_,
      SSL_VERIFY_PEER | (settings.verify == TlsVerify::required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
      nullptr);
  if (settings.system_authorities) SSL_CTX_set_default_verify_paths(context_);
  if (settings.authorities.text.empty()) return {};
  const auto file = reader(settings.authorities.text);
  bool any = false;
  while (const Certificate next{PEM_read_bio_X509(file.get(), nullptr, noPassword, nullptr)}) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context_), next.get());
    if (accepting_) SSL_CTX_add_client_CA(context_, next.get());
    any = true;
  }
  if (!any)
    return Error{"The file '" + settings.authorities.name + "' holds no certificate.",
                 "It must hold, in PEM, the certificates of those who are trusted."};
  return {};
}

std::unique_ptr<TlsSession> TlsContext::session(int fd) const {
  auto* ssl = SSL_new(context_);
  if (ssl == nullptr) throw std::bad_alloc();
  if (accepting_) {
    SSL_set_accept_state(ssl);
  } else {
    SSL_set_connect_state(ssl);
    if (!ask_for_.empty() && !isNumeric(ask_for_)) SSL_set_tlsext_host_name(ssl, ask_for_.c_str());
    auto* check = SSL_get0_param(ssl);
    if (isNumeric(must_bear_))
      X509_VERIFY_PARAM_set1_ip_asc(check, must_bear_.c_str());
    else if (!must_bear_.empty())
      X509_VERIFY_PARAM_set1_host(check, must_bear_.c_str(), must_bear_.size());
  }
  return std::make_unique<TlsSession>(ssl, fd);
}

}  // namespace switchyard
