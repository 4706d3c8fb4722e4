// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/endpoint.h"

#include <optional>
#include <stop_token>
#include <string>

namespace switchyard {

/// The address of a host by its name, as the system knows it: IPv4 if there is one, port 0. Waits as long as
/// the system does, which may be many seconds when a name server is silent.
std::optional<Endpoint> resolve(const std::string& host);

/// As above, but nothing at once when `stop` is asked for: the system, which cannot be interrupted, is then
/// left to come to its end in a thread of its own.
std::optional<Endpoint> resolve(const std::string& host, const std::stop_token& stop);

}  // namespace switchyard
