// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tls/transport.h"

namespace switchyard {

ssize_t Transport::write(std::span<const iovec> pieces) {
  if (tls_) return tls_->write(pieces);
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(pieces.data());
  message.msg_iovlen = pieces.size();
  return uninterrupted([&] { return sendmsg(fd(), &message, MSG_NOSIGNAL); });
}

void Transport::endWriting() {
  if (tls_) tls_->endWriting();
  shutdown(fd(), SHUT_WR);
}

}  // namespace switchyard
