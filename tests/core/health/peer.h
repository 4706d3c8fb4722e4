// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/listener.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace switchyard::health {

/// One accepted connection's side of a conversation: what has come is answered.
class Answers {
 public:
  virtual ~Answers() = default;
  /// Appends to `reply` what is to be sent. False: close the connection after it.
  virtual bool received(std::string_view bytes, std::string& reply) = 0;
};

/// A server under check, on a free port of this machine and on the check's own loop.
class Peer {
 public:
  using Make = std::function<std::unique_ptr<Answers>()>;

  Peer(Loop& loop, Make make);
  ~Peer();

  void listen();  ///< on the same port as before
  void refuse();  ///< from now on; open connections are reset
  Endpoint address() const { return address_; }
  int accepted() const { return accepted_; }

 private:
  class Connection;

  Loop& loop_;
  Make make_;
  Endpoint address_;
  std::unique_ptr<Listener> listener_;
  std::vector<std::unique_ptr<Connection>> connections_;
  int accepted_ = 0;
};

/// Answers the first bytes with `text` and closes.
Peer::Make says(std::string text);
/// Takes everything and never answers.
Peer::Make saysNothing();

}  // namespace switchyard::health
