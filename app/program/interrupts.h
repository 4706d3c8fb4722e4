// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace switchyard {

/// From now on SIGINT and SIGTERM do not end the program: whoever works asks interrupted(), so that nothing
/// is left behind half done. A second one ends it at once.
void heedInterrupts();
bool interrupted();
/// Until heedInterrupts() each of them ends the program at once, with 1.
void endAtInterrupts();

/// What `make` returns, which takes as long as it takes and leaves nothing behind: an interrupt ends the
/// program meanwhile.
template <typename Make>
auto interruptibly(const Make& make) {
  endAtInterrupts();
  auto made = make();
  heedInterrupts();
  return made;
}

}  // namespace switchyard
