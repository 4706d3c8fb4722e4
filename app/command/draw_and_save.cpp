// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command/draw_and_save.h"

#include "app/program/interrupts.h"
#include "ui/export/file.h"

namespace switchyard {

Result<void> drawAndSave(const World& world, const PictureRequest& request) {
  const auto picture = interruptibly([&] { return drawPicture(world, world.now(), request); });
  if (!picture) return picture.error();
  return save(request.file, *picture);
}

}  // namespace switchyard
