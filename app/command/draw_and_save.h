// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "ui/export/picture.h"

namespace switchyard {

/// The world as it is at its end. An interrupt while it is drawn ends the program; the file is then as
/// before.
Result<void> drawAndSave(const World& world, const PictureRequest& request);

}  // namespace switchyard
