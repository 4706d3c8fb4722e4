// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/inspector/story.h"
#include "ui/theme/theme.h"

class QPainter;

namespace switchyard {

/// Writes a story down a column `width` pixels wide, from the painter's origin. Without a painter it only
/// measures.
/// @return the height that it takes, pixels
int writeStory(QPainter* painter, const Story& story, const Theme& theme, int width);

}  // namespace switchyard
