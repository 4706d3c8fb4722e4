// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>

struct ssl_ctx_st;

namespace switchyard {

class TlsSession;

/// A file of certificates and keys, read.
struct PemFile {
  std::string name;  ///< for messages
  std::string text;
};

/// Reads it, 4 MiB at most; what it holds is looked at when it is used.
Result<PemFile> readPem(const std::string& path);

enum class TlsVerify : std::uint8_t { none, optional, required };

/// What one side of TLS shows and whom it trusts.
struct TlsSettings {
  PemFile certificate = {};  ///< a chain, leaf first, and the leaf's key, in any order; empty: we show none
  PemFile authorities = {};  ///< whom we trust; empty: nobody
  bool system_authorities = false;  ///< trust those of the operating system, too
  TlsVerify verify = TlsVerify::none;
  bool only_tls13 = false;
  std::string ask_for = {};    ///< when we connect: the name sent to the server (SNI); empty: none
  std::string must_bear = {};  ///< when we connect: the name that its certificate must bear; empty: any
};

/// All TLS sessions of one bind or server line: TLS 1.2 and later, the ciphers that HTTP/2 allows, elliptic
/// curves only, ALPN 'h2', no renegotiation. Not changed once made; sessions may be made on any thread.
class TlsContext {
 public:
  /// For connections that clients make. The error names the file and the remedy.
  static Result<std::shared_ptr<const TlsContext>> accepting(const TlsSettings& settings);
  /// For connections that we make.
  static Result<std::shared_ptr<const TlsContext>> connecting(const TlsSettings& settings);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  /// TLS over a connected, non-blocking socket, which must outlive the session.
  std::unique_ptr<TlsSession> session(int fd) const;

 private:
  TlsContext();
  Result<void> show(const PemFile& certificate);
  Result<void> trust(const TlsSettings& settings);

  ssl_ctx_st* context_;
  bool accepting_ = false;
  std::string ask_for_;
  std::string must_bear_;
};

}  // namespace switchyard
