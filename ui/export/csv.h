// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"

#include <QByteArray>

namespace switchyard {

/// The World's numbers as one CSV text (RFC 4180, UTF-8): a table each of servers, clients, connections and
/// calls, each with its own heading line, an empty line between them. Times in milliseconds since the start.
QByteArray csv(const World& world);

}  // namespace switchyard
