// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/picture.h"

#include "core/system/threads.h"
#include "ui/export/animation.h"
#include "ui/export/csv.h"
#include "ui/export/file.h"
#include "ui/export/formats.h"
#include "ui/export/parts.h"

#include <QThreadPool>

#include <utility>

namespace switchyard {
namespace {

const QStringList& endings() {
  static const QStringList kEndings{QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf"),
                                    QStringLiteral("csv")};
  return kEndings;
}

/// Qt converts images in its pool, and waits for ever for a thread that the system has refused.
Result<void> canDraw() {
  return canHaveThreads("The picture cannot be drawn",
                        static_cast<std::size_t>(QThreadPool::globalInstance()->maxThreadCount()));
}

Drawing drawingOf(Part& part, const World& world, std::int64_t time, const PictureRequest& request) {
  return {part, endingOf(request.file), request.scale, metadataOf(world, time, request.title)};
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

Result<QByteArray> drawPicture(const World& world, std::int64_t time, const PictureRequest& request) {
  if (const auto usable = checkPicture(request); !usable) return usable.error();
  if (endingOf(request.file) == QLatin1String("csv")) return csv(world);
  if (const auto able = canDraw(); !able) return able.error();
  const auto part = makePart(request.part, world, time, Theme::of(request.theme));
  return drawingOf(*part, world, time, request).content();
}

PictureExport::PictureExport(const World& world, std::int64_t time, PictureRequest request)
    : world_(std::make_shared<World>(world)), time_(time), request_(std::move(request)) {
  make_ = [this] { return makePart(request_.part, *world_, time_, Theme::of(request_.theme)); };
}

PictureExport::PictureExport(std::shared_ptr<const World> world, std::int64_t time, PictureRequest request,
                             PartMaker make)
    : world_(std::move(world)), time_(time), request_(std::move(request)), make_(std::move(make)) {}

PictureExport::~PictureExport() = default;

Result<bool> PictureExport::step() {
  if (written_.underWay()) {
    if (!written_.ready()) return false;
    const auto written = written_.take();
    return written ? Result<bool>(true) : written.error();
  }
  if (part_) {
    if (const auto able = canDraw(); !able) return able.error();
    const auto drawing = drawingOf(*part_, *world_, time_, request_);
    part_.reset();
    writeLater([drawing] { return drawing.content(); });
  } else if (const auto usable = checkPicture(request_); !usable) {
    return usable.error();
  } else if (endingOf(request_.file) == QLatin1String("csv")) {
    writeLater([world = world_] { return csv(*world); });
  } else {
    part_ = make_();
  }
  return false;
}

void PictureExport::writeLater(std::function<QByteArray()> content) {
  written_.begin("The picture cannot be written",
                 [content = std::move(content), file = request_.file] { return save(file, content()); });
}

}  // namespace switchyard
