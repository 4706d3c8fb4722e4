// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/tcp/peers.h"

#include <string>
#include <vector>

namespace switchyard::tcp_test {

/// A self-signed certificate for localhost and its key in a file of its own; `who` and `who` are the same
/// one.
std::string certificateFile(const std::string& who = "ours");

/// How one end of TLS behaves.
struct TlsWish {
  std::vector<std::string> protocols{"h2"};  ///< ALPN; a client offers them, a server takes the first
  std::string certificate{};                 ///< a client's; a server's is certificateFile() if empty
  int newest = 0;                            ///< TLS1_2_VERSION …; 0: any
  std::string ciphers{};                     ///< of TLS 1.2; empty: OpenSSL's own
  std::string groups{};                      ///< "X25519:P-256"; empty: OpenSSL's own
};

/// Speaks TLS on `peer` as the client; fails the test unless the handshake ends well.
Peer tlsClient(Peer peer, const TlsWish& wish = {});
/// As above; the handshake's outcome is in `peer`: the reason code of OpenSSL's error, 0 if it ended well.
/// With TLS 1.3 a server may refuse only after that: receive() something.
int shakeHandsAsClient(Peer& peer, const TlsWish& wish = {});
/// The same as the server.
Peer tlsServer(Peer peer, const TlsWish& wish = {});
int shakeHandsAsServer(Peer& peer, const TlsWish& wish = {});

std::string protocolOf(const Peer& peer);  ///< what ALPN agreed on; empty: nothing

}  // namespace switchyard::tcp_test
