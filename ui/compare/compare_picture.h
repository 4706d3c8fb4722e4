// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/compare/comparison.h"
#include "ui/export/animation.h"
#include "ui/export/picture.h"

namespace switchyard {

/// Draws both lanes as they are at `time` into the file `request` names; its part is not used. A .csv is of
/// the first lane.
std::unique_ptr<Export> exportComparison(const World& first, const World& second,
                                         const Comparison& comparison, std::int64_t time,
                                         const PictureRequest& request);

/// Both until `end`; the part of `request` is not used.
Moving movingComparison(History first, History second, const Comparison& comparison, std::int64_t end,
                        const PictureRequest& request);

}  // namespace switchyard
