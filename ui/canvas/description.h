// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event/world.h"

#include <QStringList>

namespace switchyard {

/// The canvas in words, for assistive tools: one line for each card in reading order, then one for each open
/// connection, oldest first.
QStringList describe(const World& world);
QString describe(const Node& node, const World& world);
QString describe(const Connection& connection, const World& world);

}  // namespace switchyard
