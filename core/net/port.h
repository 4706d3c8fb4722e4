// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/endpoint.h"
#include "core/base/result.h"

namespace switchyard {

/// Could somebody listen there now? True says nothing of a moment later. The error: it cannot be found out.
Result<bool> portIsFree(const Endpoint& address);

}  // namespace switchyard
