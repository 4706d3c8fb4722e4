// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace switchyard {

/// From now on SIGINT and SIGTERM do not end the program: whoever works asks interrupted(), so that nothing
/// is left behind half done. A second one ends it at once.
void heedInterrupts();
bool interrupted();

}  // namespace switchyard
