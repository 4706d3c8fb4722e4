// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace switchyard {

/// First in main(): the standard descriptors are there, so that no file of ours gets the number of one; a
/// file that may not become larger is an error, not the end (RLIMIT_FSIZE). As many files may be open as the
/// hard limit allows (RLIMIT_NOFILE): the usual soft limit of 1,024 is for programs that use select(2). Those
/// that we start inherit it.
void beginProgram();

/// Last in main(): the exit status, `status`; but 2 instead of 0, and a word on standard error, when what was
/// printed on standard output has not arrived.
int endProgram(const std::string& program, int status);

}  // namespace switchyard
