// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report.h"

#include <nlohmann/json_fwd.hpp>

namespace switchyard {

/// Compares what the report says with the claim. What is not in the report does not hold.
ClaimResult evaluate(const nlohmann::ordered_json& report, const Claim& claim);

}  // namespace switchyard
