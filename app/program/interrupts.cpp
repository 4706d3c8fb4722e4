// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program/interrupts.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <string_view>

namespace switchyard {
namespace {

std::atomic<bool> interrupted_by_user{false};

void onInterrupt(int) {
  interrupted_by_user = true;
}

void onInterruptEnd(int) {
  constexpr std::string_view kWords = "switchyard: Interrupted.\n";
  (void)!write(STDERR_FILENO, kWords.data(), kWords.size());
  _exit(1);
}

void answerWith(void (*handler)(int)) {
  struct sigaction on_interrupt {};
  on_interrupt.sa_handler = handler;
  on_interrupt.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &on_interrupt, nullptr);
  sigaction(SIGTERM, &on_interrupt, nullptr);
}

}  // namespace

void heedInterrupts() {
  answerWith(onInterrupt);
}

void endAtInterrupts() {
  answerWith(onInterruptEnd);
}

bool interrupted() {
  return interrupted_by_user;
}

}  // namespace switchyard
