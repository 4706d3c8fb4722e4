// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/event/world.h"
#include "core/lab/scenario.h"

#include <string>

namespace switchyard {

struct PictureRequest {
  std::string part = "board";  ///< "board", "canvas", "requests-per-server", "requests-per-second"
  std::string file;            ///< its ending decides: .png, .svg, .pdf, .csv
  std::string theme = "light";
  double scale = 1;  ///< PNG only, 1 to 4
};

/// Is this the name of a picture that can be written? Said before an experiment runs, not after.
Result<void> checkPictureName(const std::string& file);
/// Draws on an off-screen platform; needs the application object that main() made.
Result<void> exportPicture(const World& world, const Scenario& scenario, const PictureRequest& request);

}  // namespace switchyard
