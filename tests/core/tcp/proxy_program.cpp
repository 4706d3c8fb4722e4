// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/tcp/proxy_program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

namespace switchyard::tcp_test {
namespace {

constexpr auto kPoll = 10ms;

/// Asks until it is true or patience ends.
template <typename Reached>
bool eventually(const Reached& reached) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!reached()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(kPoll);
  }
  return true;
}

}  // namespace

std::string listenConfig(const Endpoint& listen_on, const Endpoint& server, const std::string& mode) {
  return "defaults\nmode " + mode +
         "\ntimeout connect 5s\ntimeout client 60s\ntimeout server 60s\nlisten yard\nbind " +
         listen_on.text() + "\nserver s0 " + server.text() + "\n";
}

ProxyProgram::ProxyProgram(const std::string& config, rlim_t descriptors) {
  const auto stem = "/tmp/switchyard_proxy_test." + std::to_string(getpid());
  config_file_ = stem + ".cfg";
  words_file_ = stem + ".err";
  write(config);
  pid_ = fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) become(descriptors);
}

ProxyProgram::~ProxyProgram() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  for (const auto* file : {&config_file_, &words_file_}) std::remove(file->c_str());
}

void ProxyProgram::become(rlim_t descriptors) const {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int words = open(words_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(words, STDERR_FILENO);
  close_range(STDERR_FILENO + 1, ~0U, 0);
  const rlimit limit{descriptors, descriptors};
  if (descriptors > 0) setrlimit(RLIMIT_NOFILE, &limit);
  execl(PROXY_PROGRAM, PROXY_PROGRAM, "-f", config_file_.c_str(), nullptr);
  _exit(127);
}

void ProxyProgram::write(const std::string& config) const {
  std::ofstream(config_file_) << config;
}

void ProxyProgram::signal(int number) const {
  kill(pid_, number);
}

std::string ProxyProgram::words() const {
  std::ostringstream text;
  text << std::ifstream(words_file_).rdbuf();
  return text.str();
}

bool ProxyProgram::awaitWords(const std::string& part) const {
  return eventually([&] { return words().find(part) != std::string::npos; });
}

bool ProxyProgram::reads(const std::string& config) const {
  const auto times = [this] {
    const std::string part = "was read again";
    const auto all = words();
    std::size_t found = 0;
    for (auto at = all.find(part); at != std::string::npos; at = all.find(part, at + 1)) ++found;
    return found;
  };
  const auto before = times();
  write(config);
  signal(SIGHUP);
  return eventually([&] { return times() > before; });
}

Peer ProxyProgram::connectOnceItListens(const Endpoint& address) const {
  SocketFd socket;
  const bool listens = eventually([&] { return (socket = tryConnect(address)).isOpen(); });
  INFO(words());
  REQUIRE(listens);
  return Peer(std::move(socket));
}

int ProxyProgram::awaitEnd() {
  int status = 0;
  if (!eventually([&] { return waitpid(pid_, &status, WNOHANG) == pid_; })) return -1;
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace switchyard::tcp_test
