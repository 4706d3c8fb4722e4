// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/socket.h"
#include "core/tls/tls_session.h"

#include <sys/socket.h>

#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace switchyard {

/// A connected socket and how bytes travel over it: as they are, or within TLS. Non-blocking: a result below
/// zero means errno, EAGAIN that the loop will tell when to go on; never EINTR.
class Transport : public SocketFd {
 public:
  Transport() = default;
  Transport(SocketFd socket) : SocketFd(std::move(socket)) {}

  /// From now on bytes travel within TLS; handshake() comes first.
  void secure(std::unique_ptr<TlsSession> tls) { tls_ = std::move(tls); }
  TlsSession* tls() const { return tls_.get(); }
  /// Done at once in plain text.
  TlsSession::Handshake handshake() { return tls_ ? tls_->handshake() : TlsSession::Handshake::done; }

  /// 0: the peer has ended.
  ssize_t read(std::span<char> into) {
    if (tls_) return tls_->read(into);
    return uninterrupted([&] { return recv(fd(), into.data(), into.size(), 0); });
  }
  ssize_t write(std::string_view bytes) {
    if (!tls_) return uninterrupted([&] { return send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL); });
    const iovec piece{const_cast<char*>(bytes.data()), bytes.size()};
    return tls_->write({&piece, 1});
  }
  ssize_t write(std::span<const iovec> pieces);
  /// The peer will read an end; we go on reading.
  void endWriting();

  /// A read() that did not fill its buffer has emptied the socket, so that what comes later is a new edge for
  /// the loop. Within TLS an end may be known already.
  bool endFollows() const { return tls_ && tls_->endFollows(); }
  bool readsWhenWritable() const { return tls_ && tls_->readsWhenWritable(); }

 private:
  std::unique_ptr<TlsSession> tls_;
};

}  // namespace switchyard
