// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/switchyard/interrupts.h"

#include <signal.h>

#include <atomic>

namespace switchyard {
namespace {

std::atomic<bool> interrupted_by_user{false};

void onInterrupt(int) {
  interrupted_by_user = true;
}

}  // namespace

void heedInterrupts() {
  struct sigaction on_interrupt {};
  on_interrupt.sa_handler = onInterrupt;
  on_interrupt.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &on_interrupt, nullptr);
  sigaction(SIGTERM, &on_interrupt, nullptr);
}

bool interrupted() {
  return interrupted_by_user;
}

}  // namespace switchyard
