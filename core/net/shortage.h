// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace switchyard {

/// Whether this errno of a system call on a connection says that we lack what it takes: a file descriptor,
/// memory, a local port. The other side is then not to blame, and a moment later all may be well.
bool isShortage(int error);

/// What is lacking, for the end of a sentence ("no file descriptor is left"), and what can be done about it.
/// Of any other errno: the system's own words.
Error shortage(int error);

}  // namespace switchyard
