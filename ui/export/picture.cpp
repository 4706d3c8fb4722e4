// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture.h"

#include "ui/export/animation.h"
#include "ui/export/csv.h"
#include "ui/export/file.h"
#include "ui/export/formats.h"
#include "ui/export/parts.h"

namespace switchyard {
namespace {

const QStringList& endings() {
  static const QStringList kEndings{QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf"),
                                    QStringLiteral("csv")};
  return kEndings;
}

}  // namespace

Result<void> checkPicture(const PictureRequest& request) {
  const auto file = request.file.toStdString();
  if (isAnimation(request.file))
    return Error{"'" + file + "' moves: it needs a recording, of which it shows the last seconds.",
                 "Record the run (--record F.switchyard), then: switchyard export F.switchyard -o " + file};
  if (!endings().contains(endingOf(request.file)))
    return Error{"'" + file + "' does not say what to write.",
                 "End its name with ." + endings().join(QStringLiteral(", .")).toStdString() +
                     ", or, for a recording, .webp."};
  return checkPart(request);
}

Result<void> writePicture(const World& world, std::int64_t time, const PictureRequest& request) {
  if (auto usable = checkPicture(request); !usable) return usable;
  if (endingOf(request.file) == QLatin1String("csv")) return save(request.file, csv(world));
  return writePart(*makePart(request.part, world, time, Theme::of(request.theme)), world, time, request);
}

Result<void> writePart(Part& part, const World& world, std::int64_t time, const PictureRequest& request) {
  const auto ending = endingOf(request.file);
  const auto metadata = metadataOf(world, time, request.title);
  if (ending == QLatin1String("png")) return save(request.file, png(part, request.scale, metadata));
  if (ending == QLatin1String("svg")) return save(request.file, svg(part, metadata));
  return save(request.file, pdf(part, metadata));
}

}  // namespace switchyard
