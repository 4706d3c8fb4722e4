// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/socket.h"

#include <sys/types.h>
#include <sys/uio.h>

#include <memory>
#include <span>
#include <utility>

namespace switchyard::http2 {

/// How a connection's bytes travel. Non-blocking: a result below zero means errno, EAGAIN that the loop will
/// tell when to go on.
class Transport {
 public:
  virtual ~Transport() = default;

  virtual ssize_t read(std::span<char> into) = 0;  ///< 0: the peer has ended
  virtual ssize_t write(std::span<const iovec> pieces) = 0;
  virtual void endWriting() = 0;  ///< the peer will read an end; we go on reading
  virtual SocketFd& socket() = 0;
};

std::unique_ptr<Transport> plainTransport(SocketFd socket);

}  // namespace switchyard::http2
