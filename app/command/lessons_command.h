// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace switchyard {

/// `switchyard lessons list`: the scenarios that come with the program, a name and a title each. Returns the
/// exit status.
int listLessons();

/// `switchyard lessons check`: runs the named lessons, or all, one after the other with real processes and
/// sockets, and prints one line a claim. Returns the exit status: 0 all claims hold and all counts agree, 1
/// not, 2 unusable.
int checkLessons(const std::vector<std::string>& names);

}  // namespace switchyard
