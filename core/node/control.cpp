// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/node/control.h"

#include "core/node/log.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace switchyard::node {
namespace {

constexpr std::size_t kLongestLine = 64 * 1024;

/// Without unwinding: whoever would want the rest is gone or in a hurry.
[[noreturn]] void endAtOnce() {
  _exit(0);
}

}  // namespace

Control::Control(bool obeys_lab) : obeys_lab_(obeys_lab) {
  sigset_t ours;
  sigemptyset(&ours);
  sigaddset(&ours, SIGTERM);
  sigaddset(&ours, SIGINT);
  sigprocmask(SIG_BLOCK, &ours, nullptr);
  signal(SIGPIPE, SIG_IGN);
  signals_ = signalfd(-1, &ours, SFD_CLOEXEC);
  if (signals_ < 0) throw std::system_error(errno, std::system_category());
  finished_ = eventfd(0, EFD_CLOEXEC);
  if (finished_ < 0) throw std::system_error(errno, std::system_category());
}

Control::~Control() {
  close(signals_);
  close(finished_);
}

void Control::run(const std::function<void(std::string_view)>& on_line,
                  const std::function<void()>& on_terminate) {
  bool terminating = false;
  std::array<pollfd, 3> wanted{
      {{finished_, POLLIN, 0}, {signals_, POLLIN, 0}, {obeys_lab_ ? STDIN_FILENO : -1, POLLIN, 0}}};
  while (true) {
    if (poll(wanted.data(), wanted.size(), -1) < 0) continue;  // EINTR
    if (wanted[2].revents != 0) readLines(on_line);
    if (wanted[1].revents != 0) {
      signalfd_siginfo signal{};
      if (read(signals_, &signal, sizeof signal) != sizeof signal) continue;
      if (terminating) endAtOnce();
      terminating = true;
      on_terminate();
    }
    if (wanted[0].revents != 0) return;
  }
}

void Control::finish() {
  eventfd_write(finished_, 1);
}

void Control::readLines(const std::function<void(std::string_view)>& on_line) {
  std::array<char, 4096> buffer;
  const auto size = read(STDIN_FILENO, buffer.data(), buffer.size());
  if (size < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (size <= 0) endAtOnce();
  for (const char byte : std::string_view(buffer.data(), static_cast<std::size_t>(size))) {
    if (byte != '\n') {
      if (line_.size() < kLongestLine) line_ += byte;
      continue;
    }
    on_line(line_);
    line_.clear();
  }
}

}  // namespace switchyard::node
