// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/config.h"

#include <string>
#include <string_view>

namespace switchyard::config {

/// What a haproxy.cfg means, in plain words and with the line of each: who listens where, which server gets
/// what by which algorithm, what ends after how long. Then what there is to say about it (`switchyard-proxy
/// -f FILE -c`).
/// @param file its name, as the reader of the text knows it
std::string explain(const Reading& reading, std::string_view file);

}  // namespace switchyard::config
