// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"
#include "core/engine/engine.h"
#include "core/net/loop.h"

#include <asio/signal_set.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace switchyard {

/// All frontends of one file on one loop, until a signal ends them. SIGTERM and SIGINT drain, a second one
/// ends at once; SIGHUP reads the file again.
class Proxy {
 public:
  Proxy(std::string file, config::Config config);

  /// Returns the program's exit code.
  int run();

 private:
  using Engines = std::vector<std::unique_ptr<Engine>>;

  Engines enginesFor(const config::Config& config);
  void awaitEnd();
  void awaitReload();
  void drain();
  /// In a thread of its own: name servers and pipes take their time, which is nobody's call's.
  void readAgain();
  /// What is wrong leaves everything as it is. Otherwise new connections follow the new file at once; those
  /// that are open end by themselves, HTTP/2 ones after a GOAWAY.
  void reload(config::Reading reading);
  static void startAll(Engines& engines, std::vector<SocketFd>& sockets);
  void retire(Engines engines);

  const std::string file_;
  config::Config config_;
  Loop loop_;
  asio::signal_set end_signals_;
  asio::signal_set reload_signals_;
  Engines engines_;
  Engines retiring_;  ///< of former readings of the file, until their last connection has ended
  std::size_t draining_ = 0;
  std::jthread reader_;
};

/// One line for whoever started the program.
void say(const Error& error);

}  // namespace switchyard
