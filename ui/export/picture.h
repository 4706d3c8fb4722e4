// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/system/pending.h"
#include "core/world/world.h"
#include "ui/export/export.h"
#include "ui/theme/theme.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <memory>

namespace switchyard {

class Part;

/// What to write and where.
struct PictureRequest {
  QString part = QStringLiteral("board");  ///< one of pictureParts()
  QString file;                            ///< its ending decides: .png, .svg, .pdf; .csv writes numbers
  Theme::Name theme = Theme::Name::light;
  double scale = 1;  ///< PNG only, 1 to 4
  QString title;     ///< the scenario's name, for the picture's metadata
};

/// "board", "canvas", and the charts' names.
QStringList pictureParts();

/// Can this be written? Asked before an experiment runs, not after. The error lists what can.
Result<void> checkPicture(const PictureRequest& request);

/// The file's bytes: `world` drawn as it was at `time` (Event::at). The same for the same World, time and
/// request. GUI thread; needs an application object, but no screen.
Result<QByteArray> drawPicture(const World& world, std::int64_t time, const PictureRequest& request);

/// The same in pieces.
class PictureExport final : public Export {
 public:
  using PartMaker = std::function<std::unique_ptr<Part>()>;

  PictureExport(const World& world, std::int64_t time, PictureRequest request);
  /// A picture that is none of pictureParts(): `world` and `time` are for its metadata, and for CSV.
  PictureExport(std::shared_ptr<const World> world, std::int64_t time, PictureRequest request,
                PartMaker make);
  ~PictureExport() override;

  Result<bool> step() override;
  const QString& file() const override { return request_.file; }

 private:
  void writeLater(std::function<QByteArray()> content);

  std::shared_ptr<const World> world_;
  std::int64_t time_;
  PictureRequest request_;
  PartMaker make_;
  std::unique_ptr<Part> part_;
  Pending<Result<void>> written_;
};

}  // namespace switchyard
