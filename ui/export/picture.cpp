// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture.h"

#include "ui/export/csv.h"
#include "ui/export/formats.h"
#include "ui/export/parts.h"

#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace switchyard {
namespace {

const QStringList& endings() {
  static const QStringList kEndings{QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf"),
                                    QStringLiteral("csv")};
  return kEndings;
}

QString endingOf(const QString& file) {
  return QFileInfo(file).suffix().toLower();
}

Result<void> save(const QString& path, const QByteArray& content) {
  QSaveFile file(path);
  if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit()) return {};
  return Error{"Cannot write " + path.toStdString() + ": " + file.errorString().toStdString() + ".",
               "Is there room on the disk, and may you write there?"};
}

/// What tells one picture from another when they lie on a desk: scenario, instant, program.
Metadata metadataOf(const World& world, std::int64_t time, const PictureRequest& request) {
  const double seconds = static_cast<double>(std::max<std::int64_t>(0, time - world.began())) / 1e9;
  return {request.title, QStringLiteral("%1 s after the start").arg(seconds, 0, 'f', 3),
          QStringLiteral("Switchyard " SWITCHYARD_VERSION)};
}

}  // namespace

Result<void> checkPicture(const PictureRequest& request) {
  const auto ending = endingOf(request.file);
  if (!endings().contains(ending))
    return Error{"'" + request.file.toStdString() + "' does not say what to write.",
                 "End its name with ." + endings().join(QStringLiteral(", .")).toStdString() + "."};
  if (!pictureParts().contains(request.part))
    return Error{"There is no picture '" + request.part.toStdString() + "'.",
                 "Use one of: " + pictureParts().join(QStringLiteral(", ")).toStdString() + "."};
  if (!(request.scale >= 1 && request.scale <= 4))
    return Error{"A picture's scale is a number from 1 to 4.", ""};
  return {};
}

Result<void> writePicture(const World& world, std::int64_t time, const PictureRequest& request) {
  if (auto usable = checkPicture(request); !usable) return usable;
  if (endingOf(request.file) == QLatin1String("csv")) return save(request.file, csv(world));
  return writePart(*makePart(request.part, world, time, Theme::of(request.theme)), world, time, request);
}

Result<void> writePart(Part& part, const World& world, std::int64_t time, const PictureRequest& request) {
  const auto ending = endingOf(request.file);
  const auto metadata = metadataOf(world, time, request);
  if (ending == QLatin1String("png")) return save(request.file, png(part, request.scale, metadata));
  if (ending == QLatin1String("svg")) return save(request.file, svg(part, metadata));
  return save(request.file, pdf(part, metadata));
}

}  // namespace switchyard
