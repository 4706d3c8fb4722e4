// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace switchyard {

/// Where switchyard-node is: beside this program.
std::string nodeProgram();
/// The folder of scenarios that come with this program: installed beside it, or in the source tree it was
/// built from.
std::string scenarioFolder();
/// The article's haproxy.cfg, one of the scenarios.
std::string articleFile();

}  // namespace switchyard
