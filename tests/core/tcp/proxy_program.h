// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/tcp/peers.h"

#include <sys/resource.h>
#include <sys/types.h>

#include <string>

namespace switchyard::tcp_test {

/// A configuration of one listen section.
std::string listenConfig(const Endpoint& listen_on, const Endpoint& server, const std::string& mode = "tcp");

/// switchyard-proxy as a process, its configuration and its words in files. Killed at the end.
class ProxyProgram {
 public:
  /// @param descriptors how many files it may have open; 0: as we
  explicit ProxyProgram(const std::string& config, rlim_t descriptors = 0);
  ~ProxyProgram();
  ProxyProgram(const ProxyProgram&) = delete;
  ProxyProgram& operator=(const ProxyProgram&) = delete;

  void write(const std::string& config) const;
  const std::string& file() const { return config_file_; }
  void signal(int number) const;
  /// All that it has said so far.
  std::string words() const;
  bool awaitWords(const std::string& part) const;
  /// Lets it read another file; false when it does not say that it did.
  bool reads(const std::string& config) const;
  Peer connectOnceItListens(const Endpoint& address) const;
  /// Its exit code, -1 when it does not end.
  int awaitEnd();

 private:
  [[noreturn]] void become(rlim_t descriptors) const;

  std::string config_file_;
  std::string words_file_;
  pid_t pid_ = -1;
};

}  // namespace switchyard::tcp_test
