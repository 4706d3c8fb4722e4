// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/frontend/tls_welcome.h"

#include "core/system/errno_words.h"

#include <cerrno>

namespace switchyard {

TlsWelcome::TlsWelcome(Loop& loop, Transport socket, const TlsContext& tls, OnEnd on_end)
    : loop_(loop), socket_(std::move(socket)), on_end_(std::move(on_end)), deadline_(loop) {
  socket_.secure(tls.session(socket_.fd()));
}

TlsWelcome::~TlsWelcome() {
  if (socket_.isOpen()) loop_.unwatch(socket_.fd(), *this);
}

void TlsWelcome::begin(std::chrono::milliseconds within) {
  deadline_.after(within, [this] {
    end(Error{"it did not end its TLS handshake in time", "Is it overloaded, or no TLS client?"});
  });
  if (!loop_.watch(socket_.fd(), *this)) end(Error{errnoWords(errno), ""});
}

void TlsWelcome::onReady(std::uint32_t) {
  switch (socket_.handshake()) {
    case TlsSession::Handshake::pending:
      return;
    case TlsSession::Handshake::failed:
      return end(socket_.tls()->failure());
    case TlsSession::Handshake::done:
      return end(std::nullopt);
  }
}

void TlsWelcome::end(std::optional<Error> failure) {
  deadline_.cancel();
  loop_.unwatch(socket_.fd(), *this);
  const auto tell = std::move(on_end_);  // it may destroy this
  tell(*this, std::move(failure));
}

}  // namespace switchyard
