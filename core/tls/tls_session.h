// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <sys/types.h>
#include <sys/uio.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

struct ssl_st;

namespace switchyard {

/// TLS on one connection. Non-blocking, like the socket beneath: a result below zero means errno, EAGAIN that
/// the loop will tell when to go on, EPROTO that the peer broke TLS. Holds one record a direction while it is
/// incomplete, 64 KiB at most of what was read ahead, and no buffer at rest.
class TlsSession {
 public:
  /// Takes `ssl`, which is ready to shake hands.
  TlsSession(ssl_st* ssl, int fd);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  enum class Handshake : std::uint8_t { pending, done, failed };
  /// Goes on with it, as far as the socket allows. The rest is for afterwards.
  Handshake handshake();

  /// Fills `into` with all that has come. 0: the peer has ended.
  ssize_t read(std::span<char> into);
  /// After it wrote less than all, the next call must begin with the bytes that are left.
  ssize_t write(std::span<const iovec> pieces);
  void endWriting();

  /// The next read() tells an end or an error of which the kernel may say nothing more.
  bool endFollows() const { return over_.has_value(); }
  /// What stopped the last read() was that the socket could not be written to.
  bool readsWhenWritable() const { return reads_when_writable_; }
  /// Why the handshake failed, for people: "its certificate is not trusted (self-signed certificate)".
  const Error& failure() const { return failure_; }

 private:
  std::optional<int> stopped(int result);
  void explain();

  ssl_st* ssl_;
  std::optional<int> over_;  ///< read() has nothing more but this: 0 an end, or errno
  bool reads_when_writable_ = false;
  bool broken_ = false;  ///< OpenSSL forbids every further call
  Error failure_;
};

}  // namespace switchyard
