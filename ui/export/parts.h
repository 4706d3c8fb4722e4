// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/world/world.h"
#include "ui/theme/theme.h"

#include <QSize>
#include <QSizeF>

#include <cstdint>
#include <memory>

class QPainter;

namespace switchyard {

struct PictureRequest;
class View;

/// A picture that can be drawn on any paint device.
class Part {
 public:
  virtual ~Part() = default;
  virtual QSizeF size() const = 0;  ///< in pixels at scale 1
  virtual void paint(QPainter& painter) = 0;
};

/// Lays a part of the window out in `theme` as it is at `time`, ready to be rendered.
void showWithoutScreen(View& view, QSize size, std::int64_t time, const Theme& theme);

/// Is there such a part, and may it be that large? The error lists what there is.
Result<void> checkPart(const PictureRequest& request);

/// The part of this name (pictureParts()) of `world` at `time`. It borrows both.
std::unique_ptr<Part> makePart(const QString& name, const World& world, std::int64_t time,
                               const Theme& theme);

}  // namespace switchyard
