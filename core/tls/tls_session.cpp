// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tls/tls_session.h"

#include "core/net/socket.h"
#include "core/system/errno_words.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace switchyard {
namespace {

constexpr std::size_t kRecord = SSL3_RT_MAX_PLAIN_LENGTH;  // 16 KiB (RFC 8446 §5.1)

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL.
int fdOf(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int readSocket(BIO* bio, char* into, std::size_t size, std::size_t* got) {
  BIO_clear_retry_flags(bio);
  const auto result = uninterrupted([&] { return recv(fdOf(bio), into, size, 0); });
  if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_read(bio);
  if (result == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  *got = static_cast<std::size_t>(std::max<ssize_t>(result, 0));
  return result > 0 ? 1 : 0;
}

int writeSocket(BIO* bio, const char* bytes, std::size_t size, std::size_t* sent) {
  BIO_clear_retry_flags(bio);
  const auto result = uninterrupted([&] { return send(fdOf(bio), bytes, size, MSG_NOSIGNAL); });
  if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_write(bio);
  *sent = static_cast<std::size_t>(std::max<ssize_t>(result, 0));
  return result > 0 ? 1 : 0;
}

long controlSocket(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO* socketBio(int fd) {
  static const BIO_METHOD* const method = [] {
    auto* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "switchyard socket");
    BIO_meth_set_read_ex(made, readSocket);
    BIO_meth_set_write_ex(made, writeSocket);
    BIO_meth_set_ctrl(made, controlSocket);
    return made;
  }();
  auto* bio = BIO_new(method);
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(fd)));
  BIO_set_init(bio, 1);
  return bio;
}

/// OpenSSL and the system keep what went wrong before; forget it before each call.
void forgetErrors() {
  ERR_clear_error();
  errno = 0;
}

}  // namespace

TlsSession::TlsSession(ssl_st* ssl, int fd) : ssl_(ssl) {
  auto* bio = socketBio(fd);
  SSL_set_bio(ssl_, bio, bio);
}

TlsSession::~TlsSession() {
  SSL_free(ssl_);
}

TlsSession::Handshake TlsSession::handshake() {
  if (broken_) return Handshake::failed;
  forgetErrors();
  const int result = SSL_do_handshake(ssl_);
  if (result == 1) return Handshake::done;
  const auto over = stopped(result);
  if (!over) return Handshake::pending;
  broken_ = true;
  explain();
  if (failure_.what.empty())
    failure_ = {*over == 0 || *over == ECONNRESET
                    ? "it hung up during the TLS handshake"
                    : std::string("the TLS handshake failed: ") + errnoWords(*over),
                "Does it speak TLS there, and trust this certificate?"};
  return Handshake::failed;
}

ssize_t TlsSession::read(std::span<char> into) {
  std::size_t filled = 0;
  while (!over_ && filled < into.size()) {
    forgetErrors();
    std::size_t got = 0;
    const int result = SSL_read_ex(ssl_, into.data() + filled, into.size() - filled, &got);
    filled += got;
    if (result == 1) continue;
    over_ = stopped(result);
    reads_when_writable_ = SSL_want_write(ssl_) != 0;
    if (!over_) break;
  }
  if (filled > 0) return static_cast<ssize_t>(filled);
  if (over_ && *over_ == 0) return 0;
  errno = over_.value_or(EAGAIN);
  return -1;
}

ssize_t TlsSession::write(std::span<const iovec> pieces) {
  std::array<char, kRecord> record;
  std::size_t written = 0;
  std::size_t skip = 0;  // of the first piece
  while (!pieces.empty() && !broken_) {
    const char* bytes = static_cast<const char*>(pieces[0].iov_base) + skip;
    std::size_t size = std::min(pieces[0].iov_len - skip, kRecord);
    if (size < kRecord && pieces.size() > 1) {  // small pieces share a record
      std::size_t from = skip;
      size = 0;
      for (const auto& piece : pieces) {
        const auto part = std::min(piece.iov_len - from, kRecord - size);
        std::memcpy(record.data() + size, static_cast<const char*>(piece.iov_base) + from, part);
        size += part;
        from = 0;
      }
      bytes = record.data();
    }
    forgetErrors();
    std::size_t sent = 0;
    const int result = SSL_write_ex(ssl_, bytes, size, &sent);
    if (result != 1) {
      const auto over = stopped(result);
      if (written > 0) break;
      errno = !over ? EAGAIN : *over == 0 ? EPIPE : *over;
      return -1;
    }
    written += sent;
    for (skip += sent; !pieces.empty() && skip >= pieces[0].iov_len; pieces = pieces.subspan(1))
      skip -= pieces[0].iov_len;
  }
  if (broken_ && written == 0) {
    errno = EPROTO;
    return -1;
  }
  return static_cast<ssize_t>(written);
}

void TlsSession::endWriting() {
  forgetErrors();
  if (!broken_) SSL_shutdown(ssl_);
}

/// Why a call did not do it: nothing when it only has to wait, 0 for an end, or errno.
std::optional<int> TlsSession::stopped(int result) {
  const int socket_error = errno;
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      return std::nullopt;
    case SSL_ERROR_ZERO_RETURN:
      return 0;
    case SSL_ERROR_SYSCALL:
      broken_ = true;
      return socket_error == 0 || socket_error == EAGAIN ? ECONNRESET : socket_error;
    default:
      broken_ = true;
      return EPROTO;
  }
}

void TlsSession::explain() {
  const auto code = ERR_peek_last_error();
  if (code == 0) return;
  const char* text = ERR_reason_error_string(code);
  const std::string said = text == nullptr ? "unknown error" : text;
  switch (ERR_GET_REASON(code)) {
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
      failure_ = {std::string("its certificate is not trusted (") +
                      X509_verify_cert_error_string(SSL_get_verify_result(ssl_)) + ")",
                  "Name its authority by 'ca-file', its name by 'sni str(NAME)' or 'verifyhost', or write "
                  "'verify none'."};
      break;
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_BAD_RECORD_TYPE:
    case SSL_R_RECORD_LENGTH_MISMATCH:
      failure_ = {"it does not speak TLS", "Let both ends use TLS, or neither."};
      break;
    case SSL_R_NO_APPLICATION_PROTOCOL:
      failure_ = {"it does not offer HTTP/2 (ALPN 'h2')", "Let it offer 'h2', as every gRPC library does."};
      break;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_NO_SHARED_CIPHER:
      failure_ = {"it speaks no TLS that HTTP/2 allows (" + said + ")", "TLS 1.2 or later is needed."};
      break;
    case SSL_R_NO_SUITABLE_KEY_SHARE:
    case SSL_R_NO_SHARED_GROUPS:
      failure_ = {"it agrees on none of the groups X25519, P-256, P-384 and P-521",
                  "Let it offer one of them, as every gRPC library does."};
      break;
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      failure_ = {"it showed no certificate", "Give the client one, or write 'verify optional'."};
      break;
    default:
      failure_ = {"the TLS handshake failed (" + said + ")", "Does it trust this certificate?"};
  }
}

}  // namespace switchyard
