// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace switchyard {

/// First in main(): the standard descriptors are there, so that no file of ours gets the number of one; a
/// file that may not become larger is an error, not the end (RLIMIT_FSIZE).
void beginProgram();

/// Last in main(): the exit status, `status`; but 2 instead of 0, and a word on standard error, when what was
/// printed on standard output has not arrived.
int endProgram(const std::string& program, int status);

}  // namespace switchyard
