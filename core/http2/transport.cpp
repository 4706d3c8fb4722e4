// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http2/transport.h"

#include <sys/socket.h>

namespace switchyard::http2 {
namespace {

class Plain final : public Transport {
 public:
  explicit Plain(SocketFd socket) : socket_(std::move(socket)) {}

  ssize_t read(std::span<char> into) override { return recv(socket_.fd(), into.data(), into.size(), 0); }
  ssize_t write(std::span<const iovec> pieces) override {
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces.data());
    message.msg_iovlen = pieces.size();
    return sendmsg(socket_.fd(), &message, MSG_NOSIGNAL);
  }
  void endWriting() override { shutdown(socket_.fd(), SHUT_WR); }
  SocketFd& socket() override { return socket_; }

 private:
  SocketFd socket_;
};

}  // namespace

std::unique_ptr<Transport> plainTransport(SocketFd socket) {
  return std::make_unique<Plain>(std::move(socket));
}

}  // namespace switchyard::http2
